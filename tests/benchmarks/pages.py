"""Pages per second, processor time per page and peak memory: fetch only, and fetch + text + 5 quotations a page.

``python tests/benchmarks/pages.py`` serves 2,000 pages of about 104 kB that it makes up (articles in six layouts, with the menus,
scripts, style sheets and metadata that real pages carry) from a process of its own, and reads them in five ways, each in a process of
its own:

``requests``  requests in a thread pool, doing nothing else
``fetch``     our fetcher in as many threads, doing nothing else (``--no-cache``)
``keep``      as ``fetch``, and each page kept as a capture, in a cache that is empty at first: without secrets, hashed, compressed
``naive``     requests in threads, trafilatura with metadata on every page, each quotation looked for with ``in``, in worker processes
``whole``     the program: fetched, read in worker processes, each quotation compared (5 a page, of the page's own sentences)

Nothing is asserted: times depend on the machine, and on a busy one only processor time and ratios mean anything. "2 cores" is the number
of pages per second that two cores would make of that processor time, if nothing else ran on them.

Let Python keep its bytecode: under ``PYTHONDONTWRITEBYTECODE`` each process compiles the whole program anew, as no user's does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.sources.settings import FetchSettings

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SIZE = 104_000
QUOTATIONS = 5
MODES = ("requests", "fetch", "keep", "naive", "whole")
_NOUNS = [
    "harbour",
    "council",
    "lock",
    "barge",
    "ferry",
    "engineer",
    "district",
    "winter",
    "report",
    "contract",
    "budget",
    "bridge",
    "river",
    "school",
    "museum",
    "court",
    "island",
    "storm",
    "railway",
    "market",
    "minister",
    "village",
    "farmer",
    "company",
    "estuary",
    "archive",
    "factory",
    "union",
    "festival",
]
_VERBS = [
    "closed",
    "opened",
    "measured",
    "rejected",
    "approved",
    "repaired",
    "counted",
    "promised",
    "bought",
    "sold",
    "delayed",
    "explained",
    "announced",
    "examined",
    "replaced",
    "flooded",
    "rebuilt",
    "criticised",
    "financed",
    "inspected",
]
_MORE = [
    "yesterday",
    "again",
    "quietly",
    "before",
    "noon",
    "after",
    "long",
    "talks",
    "for",
    "the",
    "first",
    "time",
    "without",
    "a",
    "vote",
    "in",
    "spite",
    "of",
    "the",
    "rain",
    "as",
    "planned",
    "on",
    "Tuesday",
    "in",
    "the",
    "old",
    "town",
    "for",
    "two",
    "years",
    "at",
    "great",
    "cost",
    "with",
    "the",
    "help",
    "of",
    "volunteers",
]
_ADJECTIVES = [
    "old",
    "northern",
    "narrow",
    "public",
    "costly",
    "small",
    "regional",
    "wooden",
    "late",
    "heavy",
    "quiet",
    "famous",
    "broken",
    "temporary",
]
_LAYOUTS = ("article", "main", "divs", "sections", "soup", "blog")


def sentences(draw: random.Random, count: int) -> list[str]:
    """Sentences of our own making, no two of them alike."""
    found = []
    for _ in range(count):
        words = ["The", draw.choice(_ADJECTIVES), draw.choice(_NOUNS), draw.choice(_VERBS), "the", draw.choice(_NOUNS), "of", "the"]
        words += [
            draw.choice(_ADJECTIVES),
            draw.choice(_NOUNS),
            *draw.sample(_MORE, 4),
            "and",
            str(draw.randint(2, 9999)),
            draw.choice(_NOUNS) + "s",
        ]
        if draw.random() < 0.5:
            words += ["were", draw.choice(_VERBS), "near", "the", draw.choice(_NOUNS)]
        found.append(" ".join(words) + ".")
    return found


def page(number: int) -> tuple[bytes, list[str]]:
    """A page of about :data:`SIZE` bytes, and the sentences of its article."""
    draw = random.Random(number)
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    told = sentences(draw, draw.randint(25, 90))
    paragraphs = [" ".join(told[i : i + 3]) for i in range(0, len(told), 3)]
    title = told[0][:60].rsplit(" ", 1)[0]
    words = "".join(_paragraph(draw, text) for text in paragraphs)
    heading = f"<h1>{title}</h1>"
    byline = f'<p class="byline">By <a rel="author" href="/p/{number}">Ana {draw.choice(_NOUNS).title()}</a></p><time datetime="2024-03-{number % 28 + 1:02}">2024</time>'
    body = {
        "article": f"<main><article>{heading}{byline}{words}</article></main>",
        "main": f'<main id="content">{heading}{byline}{words}</main>',
        "divs": f'<div class="wrap"><div class="story-body">{heading}{byline}{words}</div></div>',
        "sections": "<article>" + heading + byline + "".join(f'<section class="chunk">{_paragraph(draw, text)}</section><div class="ad">Advertisement</div>' for text in paragraphs) + "</article>",
        "soup": f'<div id="col2"><h2>{title}</h2>' + "<br><br>".join(paragraphs) + "</div>",
        "blog": f'<div class="post"><h2 class="title"><a href="/x/{number}">{title}</a></h2>{byline}{words}<div class="comments">' + "".join(f"<div class='comment'><b>reader</b><p>{s}</p></div>" for s in sentences(draw, 12)) + "</div></div>",
    }[layout]  # fmt: skip
    menu = "".join(
        f'<li class="nav-item"><a href="/s/{i}">{draw.choice(_NOUNS).title()} and {draw.choice(_NOUNS)}</a></li>'
        for i in range(draw.randint(120, 260))
    )
    related = "".join(
        f'<div class="card"><a href="/r/{i}"><img src="/i/{i}.jpg" alt=""><h3>{s[:70]}</h3></a><span class="date">March 2024</span></div>'
        for i, s in enumerate(sentences(draw, draw.randint(10, 40)))
    )
    head = (
        f"<title>{title} | The Paper</title>"
        + _metadata(draw, number, title)
        + "<style>"
        + "".join(f".c{i}{{display:{draw.choice(('block', 'none', 'flex'))};color:#{i:03x};margin:{i}px}}" for i in range(150))
        + "</style>"
    )
    html = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body><header><nav><ul>{menu}</ul></nav></header>{body}<aside class="related">{related}</aside><footer><p>The Paper, all rights reserved.</p></footer>'
    left = max(0, SIZE - len(html) - 60)
    html += "<script>" + f"window.__state={json.dumps({'k': draw.random(), 'v': 'x' * 40})};" * (left // 80) + "</script></body></html>"
    return html.encode(), [s for s in told[1:] if len(s) > 40]


def _paragraph(draw: random.Random, text: str) -> str:
    if draw.random() < 0.3:
        word = draw.choice(text.split()[2:8])
        text = text.replace(word, f'<a href="/l/{word}">{word}</a>', 1)
    return f'<p class="c{draw.randint(200, 400)}">{text}</p>'


def _metadata(draw: random.Random, number: int, title: str) -> str:
    """More than half of real pages state author, date and publisher; the others leave one or all of them out."""
    chance = draw.random()
    if chance < 0.56:
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": f"2024-03-{number % 28 + 1:02}",
                "author": {"@type": "Person", "name": "Ana Petrova"}, "publisher": {"@type": "Organization", "name": "The Paper"}}  # fmt: skip
        return f'<script type="application/ld+json">{json.dumps(data)}</script><meta property="og:title" content="{title}"><meta property="og:site_name" content="The Paper">'
    if chance < 0.8:
        return f'<meta property="article:published_time" content="2024-03-{number % 28 + 1:02}T08:00:00Z"><meta property="og:site_name" content="The Paper">'
    return '<meta name="description" content="News of the day">'


# ---- the server ----------------------------------------------------------------------------------------------------


class _Server(asyncio.Protocol):
    """Stands for the network, and is not what is measured: every answer lies ready, head and body in one piece, and goes out in one write.

    It serves all ways alike. An answer takes it .1 ms of the two cores that it shares with them.
    """

    answers: list[bytes]
    """By the number of the page."""
    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.pending = b""
        # room for a whole answer, so that the rest of it need not be sent when the first part has been read
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * SIZE)

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            request, _, self.pending = self.pending.partition(b"\r\n\r\n")
            answer = self.answer(request)
            if self.latency:
                asyncio.get_running_loop().call_later(self.latency, self.transport.write, answer)
            else:
                self.transport.write(answer)

    def answer(self, request: bytes) -> bytes:
        name = request.split(b" ", 2)[1].rpartition(b"/")[2]
        if name.isdigit() and int(name) < len(self.answers):
            return self.answers[int(name)]
        return _answer(200 if name.isdigit() else 404, b"<p>nothing here</p>")


def _answer(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body


async def _serve(count: int, latency: float) -> None:
    _Server.answers = [_answer(200, page(number)[0]) for number in range(count)]
    _Server.latency = latency
    server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


# ---- the ways ------------------------------------------------------------------------------------------------------


def _quoted(number: int) -> list[str]:
    """Five sentences of a page's article, in quotation marks."""
    told = page(number)[1]
    return [f"“{s}”" for s in random.Random(-number).sample(told, QUOTATIONS)]


def _by_requests(urls: list[str], threads: int) -> Iterator[bytes]:
    import requests

    with requests.Session() as session, ThreadPoolExecutor(threads) as pool:
        session.trust_env = False
        session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=threads))
        yield from pool.map(lambda url: session.get(url, timeout=60).content, urls)


def _naively(body: bytes, quotations: list[str]) -> int:
    import trafilatura

    found = trafilatura.bare_extraction(body.decode(), with_metadata=True)
    return sum(quotation.strip("“”") in str(found.text) for quotation in quotations) if found else 0


def _settings(port: int, threads: int, jobs: int, cache: Path) -> FetchSettings:
    from provenance.sources.settings import FetchSettings

    at_once = max(threads // 2, 16)  # sixteen, as the program has it, beside the 32 threads of the others
    return FetchSettings(allow_host=(f"127.0.0.1:{port}",), host_concurrency=threads, fetchers=at_once, jobs=jobs, cache_dir=cache)


def run(mode: str, port: int, count: int, threads: int, jobs: int, cache: Path) -> dict[str, Any]:
    """Read all pages in one way."""
    urls = [f"http://127.0.0.1:{port}/news/{number}" for number in range(count)]
    quotations = [_quoted(number) for number in range(count)] if mode in ("naive", "whole") else []
    told: Counter[str] = Counter()
    prepared = time.process_time()
    start = time.perf_counter()
    if mode == "requests":
        told["bytes"] = sum(len(body) for body in _by_requests(urls, threads))
    elif mode in ("fetch", "keep"):
        from provenance.model import Unavailable
        from provenance.sources import Resolver

        settings = replace(_settings(port, threads, jobs, cache), ask_neighbours=False, no_cache=mode == "fetch")
        with Resolver(settings) as resolver, ThreadPoolExecutor(threads) as pool:
            for capture in pool.map(resolver.capture, urls):
                told["bytes"] += 0 if isinstance(capture, Unavailable) else len(capture.body)
    elif mode == "naive":
        with ProcessPoolExecutor(jobs) as pool:
            for hits in pool.map(_naively, _by_requests(urls, threads), quotations, chunksize=8):
                told["found"] += hits
    else:
        _whole(urls, quotations, _settings(port, threads, jobs, cache), told)
    seconds = time.perf_counter() - start
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - prepared + children.ru_utime + children.ru_stime
    memory = (own.ru_maxrss + (jobs * children.ru_maxrss if mode in ("naive", "whole") else 0)) / 1024
    return {
        "mode": mode,
        "pages": count,
        "seconds": seconds,
        "cpu": cpu,
        "own": time.process_time() - prepared,
        "memory": memory,
        "told": dict(told),
    }


def _whole(urls: list[str], quotations: list[list[str]], settings: FetchSettings, told: Counter[str]) -> None:
    from provenance.model import Context, Extract
    from provenance.sources import Resolver

    with Resolver(settings) as resolver:
        documents = resolver.resolve_many([(url, None) for url in urls])
        for document, claims in zip(documents, quotations, strict=True):
            if isinstance(document.content, Extract):
                from provenance.comparison import compare_many  # as the program does it: once the first page is there

                for found in compare_many([(claim, document.content, Context()) for claim in claims]):
                    told[found.label.value] += 1
            else:
                told[document.source.status.value] += 1


def main() -> None:
    """Serve, run each way in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modes", nargs="*", metavar="MODE", help=", ".join(MODES))
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds before each answer")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve(options.pages, options.latency / 1000))
        return
    if options.port:
        with tempfile.TemporaryDirectory(prefix="provenance-pages-") as cache:
            print(json.dumps(run(options.modes[0], options.port, options.pages, options.threads, options.jobs, Path(cache))))
        return
    same = [sys.executable, __file__, "--pages", str(options.pages), "--threads", str(options.threads), "--jobs", str(options.jobs)]
    with subprocess.Popen([*same, "--latency", str(options.latency), "--serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            print(f"{options.pages} pages, {options.threads} threads, {options.jobs} workers, {options.latency:g} ms latency")
            for mode in options.modes or MODES:
                done = subprocess.run([*same, "--port", port, mode], stdout=subprocess.PIPE, text=True, check=True)
                found = json.loads(done.stdout.splitlines()[-1])
                each = found["cpu"] / found["pages"]
                print(
                    f"{mode:9s} {found['pages'] / found['seconds']:7.1f} pages/s   CPU {1000 * each:6.2f} ms a page"
                    f" ({1000 * found['own'] / found['pages']:.2f} of it in the main process)   2 cores {2 / each:6.0f} pages/s"
                    f"   peak {found['memory']:5.0f} MiB   {found['told']}",
                    flush=True,
                )
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
