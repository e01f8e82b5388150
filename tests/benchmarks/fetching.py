"""How fast pages are fetched, against requests in a thread pool that does nothing else.

    python tests/benchmarks/fetching.py [--pages 2000] [--hosts 128] [--repeat 3]

A server in a process of its own gives 104 kB pages on as many loopback addresses as there are hosts (Linux; elsewhere 127.0.0.2
has to be set up first), at once and after 100 ms. Each client runs in a process of its own: pages a second by the clock, CPU a
page (user and system), peak memory. On a busy machine compare CPU and ratios; the best of the repeats counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

BODY = (b"<html><body><article>" + b"<p>The harbour board voted on Monday to dredge the northern channel.</p>" * 1480)[:104_000]
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


class Server(asyncio.Protocol):
    """Answers every request with the same page, after a while."""

    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.pending = b""

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            _, self.pending = self.pending.split(b"\r\n\r\n", 1)
            if self.latency:
                asyncio.get_running_loop().call_later(self.latency, self.transport.write, ANSWER)
            else:
                self.transport.write(ANSWER)


def addresses(count: int) -> list[str]:
    return [f"127.0.0.{number}" for number in range(1, count + 1)]


async def serve(hosts: int, latency: float) -> None:
    Server.latency = latency
    loop = asyncio.get_running_loop()
    probe = socket.create_server(("127.0.0.1", 0))
    port = probe.getsockname()[1]
    probe.close()
    for address in addresses(hosts):
        await loop.create_server(Server, address, port, backlog=64)
    print(port, flush=True)
    await asyncio.sleep(600)


def ours(urls: list[str], hosts: int, port: int) -> Callable[[], int]:
    from provenance.sources.addressing.addresses import guard
    from provenance.sources.fetching.fetch import Fetcher
    from provenance.sources.fetching.response import Response
    from provenance.sources.fetching.schedule import run_by_host
    from provenance.sources.fetching.transport import Network
    from provenance.sources.settings import FetchSettings

    rules = guard([f"{address}:{port}" for address in addresses(hosts)])
    settings = FetchSettings(timeout=60, fetchers=hosts)
    fetcher = Fetcher(Network(rules, now=lambda: "", pool=hosts), rules, settings)

    def one(url: str) -> int:
        answer = fetcher.fetch(url)
        return len(answer.body) if isinstance(answer, Response) else 0

    def run() -> int:
        jobs = {url: (lambda url=url: one(url)) for url in urls}
        where = {url: url.split("/")[2] for url in urls}
        return sum(size for _, size in run_by_host(jobs, where, threads=hosts, per_host=1))

    return run


def plain(urls: list[str], hosts: int, port: int) -> Callable[[], int]:
    import requests

    local = threading.local()

    def one(url: str) -> int:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        return len(local.session.get(url, timeout=60).content)

    def run() -> int:
        with ThreadPoolExecutor(hosts) as pool:
            return sum(pool.map(one, urls))

    return run


def pooled(urls: list[str], hosts: int, port: int) -> Callable[[], int]:
    """The most favourable way to use requests: one session whose connections are all kept and shared."""
    import requests

    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=hosts, pool_maxsize=hosts))

    def run() -> int:
        with ThreadPoolExecutor(hosts) as pool:
            return sum(pool.map(lambda url: len(session.get(url, timeout=60).content), urls))

    return run


CLIENTS = {"provenance": ours, "requests": plain, "requests, one session": pooled}


def measure(client: str, pages: int, hosts: int, port: int) -> None:
    urls = [f"http://127.0.0.{number % hosts + 1}:{port}/{number}" for number in range(pages)]
    run = CLIENTS[client](urls, hosts, port)
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    size = run()
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    if size != pages * len(BODY):
        sys.exit(f"{client} brought {size} bytes, not {pages * len(BODY)}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"pages": pages / took, "cpu": 1000 * cpu / pages, "peak": after.ru_maxrss / 1024}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=128)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve is not None:
        asyncio.run(serve(chosen.hosts, chosen.serve))
    if chosen.client is not None:
        measure(chosen.client, chosen.pages, chosen.hosts, chosen.port)
    if chosen.serve is not None or chosen.client is not None:
        return
    print(f"{'latency':>8} {'client':<22} {'pages/s':>8} {'CPU ms/page':>12} {'peak MiB':>9}")
    me = [sys.executable, __file__, "--hosts", str(chosen.hosts)]
    for latency in (0.0, 0.1):
        best: dict[str, dict[str, float]] = {}
        for _ in range(chosen.repeat):
            for client in CLIENTS:
                server = subprocess.Popen([*me, "--serve", str(latency)], stdout=subprocess.PIPE, text=True)
                try:
                    assert server.stdout is not None
                    port = server.stdout.readline().strip()
                    command = [*me, "--client", client, "--port", port, "--pages", str(chosen.pages)]
                    done = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout)
                finally:
                    server.kill()
                    server.wait()
                known = best.setdefault(client, done)
                best[client] = {
                    "pages": max(known["pages"], done["pages"]),
                    "cpu": min(known["cpu"], done["cpu"]),
                    "peak": min(known["peak"], done["peak"]),
                }
        for client, figures in best.items():
            print(f"{latency * 1000:>5.0f} ms {client:<22} {figures['pages']:>8.0f} {figures['cpu']:>12.2f} {figures['peak']:>9.0f}")
        a = best["provenance"]
        for name, b in list(best.items())[1:]:
            print(
                f"{'':>8} {'we : ' + name:<26} time {b['pages'] / a['pages']:.2f}, CPU {a['cpu'] / b['cpu']:.2f} (at most 1.2 is the aim)"
            )


if __name__ == "__main__":
    main()
