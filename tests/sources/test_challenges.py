"""Checks for robots by the services that make them, and ordinary pages that these services have a hand in."""

from __future__ import annotations

import pytest

from provenance.model import Status
from provenance.sources.fetching.response import Response
from provenance.sources.outcomes.outcome import of_response

ARTICLE = (
    b"<html><head>%s</head><body><article>"
    + b"<p>The harbour board voted on Monday to dredge the northern channel.</p>" * 60
    + b"</article></body></html>"
)


def judged(status: int, body: bytes, **headers: str) -> Status:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return of_response(Response("http://a.test/x", "http://a.test/x", status, named, body, "2024-05-06T07:08:09Z")).status


@pytest.mark.parametrize("code", [200, 202, 403, 404, 410, 429, 503])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"<html><title>Just a moment...</title></html>", {"cf_mitigated": "challenge"}),
        (b"<html><script>window._cf_chl_opt={cType:'managed'}</script></html>", {}),
        (b"<html><form id='challenge-form' action=/x></form></html>", {}),
        (b"<html><script src='https://ct.captcha-delivery.com/c.js'></script></html>", {}),
        (b"<html><iframe src='/_Incapsula_Resource?CWUDNSAI=23'></iframe></html>", {}),
        (b"<html><div id='px-captcha'></div></html>", {}),
        (b"<html><script>window.gokuProps = {}</script></html>", {}),
        (b"", {"x_amzn_waf_action": "challenge"}),
        (b"", {"x_amzn_waf_action": "captcha"}),
        (b"<html>Vercel Security Checkpoint</html>", {"x_vercel_mitigated": "challenge"}),
        (b"<html><title>Making sure you&#39;re not a bot!</title></html>", {}),
        (b"<html>The requested URL was rejected. Please consult with your administrator. Your support ID is: 1</html>", {}),
        (b"<html><script src=/__qrator/qauth.js></script></html>", {}),
        (b"<html><script>window.KPSDK={};</script></html>", {}),
        (b"x", {"x_sucuri_block": "BAK01"}),
    ],
)
def test_a_check_for_robots_is_never_a_missing_page(code: int, body: bytes, headers: dict[str, str]) -> None:
    assert judged(code, body, **headers) is Status.BLOCKED


@pytest.mark.parametrize(
    ("code", "headers"), [(403, {"x_datadome": "protected"}), (429, {"x_kpsdk_ct": "0a"}), (403, {"x_kpsdk_ct": "0a"})]
)
def test_checks_that_only_come_with_some_codes(code: int, headers: dict[str, str]) -> None:
    assert judged(code, b"<html></html>", **headers) is Status.BLOCKED


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        (b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", {"server": "cloudflare", "cf_ray": "1"}),
        (b"<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>", {"x_iinfo": "1"}),
        (b"<script src='https://js.datadome.co/tags.js'></script>", {"x_datadome": "protected"}),
        (b"<script>window._pxAppId='PX1'</script>", {}),
        (b"<script src='/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39/ips.js'></script>", {"x_kpsdk_ct": "0a"}),
    ],
)
def test_pages_that_such_services_serve(head: bytes, headers: dict[str, str]) -> None:
    assert judged(200, ARTICLE % head, **headers) is Status.OK
    assert judged(404, ARTICLE % head, **headers) is Status.NOT_FOUND
