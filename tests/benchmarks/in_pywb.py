"""Replay a cassette in pywb, and compare every page that it gives with what the cassette holds, byte for byte.

    python tests/benchmarks/in_pywb.py ENVIRONMENT/bin [web.warc.gz ...]

pywb has to be installed in an environment of its own (it is under the GPL, and no dependency). Its server listens on the loopback
interface only, and ends with this program.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def get(url: str) -> tuple[int, bytes]:
    """Status and body of one address, no redirect followed."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(url, timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def compare(binaries: Path, cassette: Path) -> int:
    """Print what pywb makes of each page; the number of those that differ."""
    from provenance.sources.cassettes.exporters.bodies import unpacked
    from provenance.sources.cassettes.importers.warc import read
    from provenance.sources.cassettes.interactions import Interaction
    from provenance.sources.fetching.transport import header

    entries = [entry for entry in read(cassette) if isinstance(entry, Interaction) and entry.failure is None and entry.method == "GET"]
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"}
        for command in (["wb-manager", "init", "ours"], ["wb-manager", "add", "ours", str(cassette.resolve())]):
            subprocess.run([str(binaries / command[0]), *command[1:]], cwd=folder, env=environment, capture_output=True, check=True)
        server = subprocess.Popen(
            [str(binaries / "wayback"), "-b", "127.0.0.1", "-p", str(port)],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                try:
                    get(f"http://127.0.0.1:{port}/ours/")
                    break
                except OSError:
                    time.sleep(0.2)
            different = 0
            for entry in entries:
                stamp = "".join(character for character in entry.date if character.isdigit())[:14]
                status, body = get(f"http://127.0.0.1:{port}/ours/{stamp}id_/{entry.url}")
                expected = unpacked(entry)  # pywb unpacks what a client does not ask for
                same = (status, body) == (entry.status, expected)
                # pywb knows one address for http and https, and passes over the redirect from one to the other
                passed = not same and header(entry.headers, "Location").replace("https:", "http:", 1) == entry.url
                different += not same and not passed
                said = "same" if same else "passed over" if passed else "DIFFERENT"
                print(f"{said:11}  {entry.status} {status}  {len(expected)} {len(body)}  {entry.url[:120]}")
            return different
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[2:]] or [ROOT / "cassettes" / "border-agreement" / "web.warc.gz"]
    wrong = {str(file): compare(Path(sys.argv[1]).resolve(), file) for file in files}
    print(*(f"{file}: {number} differ" for file, number in wrong.items()), sep="\n")
    sys.exit(any(wrong.values()))
