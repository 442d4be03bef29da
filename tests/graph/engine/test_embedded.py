"""Is there one engine a folder, for as long as somebody needs it, whoever is killed meanwhile?"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.engine import connect, embedded
from graph.engine.embedded import Options, lease
from graph.engine.embedded_files import EngineFiles
from graph.errors import StoreUnreachable

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[3]
SHORT = Options(idle=1.0)
OTHER = """
import sys, time
from pathlib import Path
from graph.engine import connect
from graph.engine.embedded import Options
with connect(folder=Path(sys.argv[1]), owner=sys.argv[2] == "owner", options=Options(idle=float(sys.argv[3]))) as engine:
    print(engine.address, engine.run("MATCH (n:Seen) RETURN count(n) AS n")[0]["n"], flush=True)
    time.sleep(float(sys.argv[4]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "engine"
    embedded.kill(tmp_path / "engine")


def other(folder: Path, *, owner: bool = False, idle: float = 600, stay: float = 60) -> subprocess.Popen[str]:
    """Another process that uses the folder's engine; it prints the address and how many nodes it saw."""
    arguments = [str(folder), "owner" if owner else "guest", str(idle), str(stay)]
    return subprocess.Popen(
        [sys.executable, "-c", OTHER, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().split()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


def soon(true: Callable[[], object], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_many_processes_share_one_engine_and_start_it_once(folder: Path) -> None:
    processes = [other(folder) for _ in range(3)]
    try:
        addresses = {said(process)[0] for process in processes}
        assert len(addresses) == 1
        with connect(folder=folder) as engine:
            assert {engine.address} == addresses
            engine.run("CREATE (:Seen)")
        again = other(folder, stay=0)
        assert said(again)[1] == "1"
        end(again)
    finally:
        for process in processes:
            end(process)
    assert embedded.running(folder), "it stays for those who come next"


def test_a_killed_engine_is_started_anew_and_has_lost_nothing(folder: Path) -> None:
    with connect(folder=folder) as engine:
        engine.run("CREATE (:Seen)")
        first = embedded.running(folder)
        assert first
        os.kill(first, signal.SIGKILL)
        assert soon(lambda: not EngineFiles(folder).alive)
        assert engine.run("MATCH (n:Seen) RETURN count(n) AS n") == [{"n": 1}], (
            "the open engine comes back by itself"
        )
        second = embedded.running(folder)
        assert second not in (None, first)
    assert embedded.kill(folder)
    assert embedded.running(folder) is None
    with connect(folder=folder) as engine:
        assert engine.run("MATCH (n:Seen) RETURN count(n) AS n") == [{"n": 1}]


def test_a_killed_client_does_not_keep_the_engine_and_the_idle_one_ends(folder: Path) -> None:
    guest = other(folder, idle=1.0)
    said(guest)
    time.sleep(2.5)
    assert embedded.running(folder), "a client that does nothing still is a client"
    end(guest)
    assert soon(lambda: not EngineFiles(folder).alive)
    assert embedded.running(folder) is None


def test_the_engine_ends_with_its_owner_but_not_before_its_guests(folder: Path) -> None:
    owner = other(folder, owner=True)
    said(owner)
    guest = other(folder)
    said(guest)
    end(owner)
    time.sleep(1.5)
    assert embedded.running(folder)
    end(guest)
    assert soon(lambda: embedded.running(folder) is None, 10), "no guest is left, and the owner has gone"


def test_a_deleted_folder_takes_its_engine_with_it(folder: Path) -> None:
    lease(folder).release()
    pid = embedded.running(folder)
    assert pid
    shutil.rmtree(folder)
    assert soon(lambda: not Path(f"/proc/{pid}").exists())
    with connect(folder=folder) as engine:
        assert engine.run("RETURN 1 AS x") == [{"x": 1}]


def test_secrets_are_the_owners_and_ports_are_local(folder: Path) -> None:
    with lease(folder) as held:
        for name in ("root.password", "reader.password", "state.json", "port", "child.log"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert held.root[1] != held.reader[1]
        assert _listening(held.pid) == {("127.0.0.1", held.port), ("127.0.0.1", held.http_port)}


def _listening(pid: int) -> set[tuple[str, int]]:
    """What the process listens on, as the kernel tells it."""
    inodes = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(os.readlink(handle))
        except OSError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, status, *_, inode = line.split()[:10]
            if status == "0A" and f"socket:[{inode}]" in inodes:
                host, _, port = local.partition(":")
                last = bytes.fromhex(host)[-4:][::-1]
                found.add((socket.inet_ntoa(last), int(port, 16)))
    return found


def test_the_address_stays_the_same_for_tools_that_remember_it(folder: Path) -> None:
    with lease(folder) as held:
        before = held.address, held.reader
    assert embedded.stop(folder)
    with lease(folder) as held:
        assert (held.address, held.reader) == before


def test_a_port_that_is_taken_is_named(folder: Path) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(StoreUnreachable, match=f"Port {port} is taken by another program"):
            lease(folder, options=Options(port=port))
        EngineFiles(folder).keep_port(port)
        with lease(folder) as held:
            assert held.port != port


def test_an_engine_that_cannot_start_names_its_log(folder: Path) -> None:
    with pytest.raises(StoreUnreachable, match=r"does not start: .*child\.log"):
        lease(folder, options=Options(heap="nonsense"))
    assert embedded.running(folder) is None
    with lease(folder) as held:
        assert held.port


def test_a_lost_password_is_made_anew_and_a_wrong_one_is_told(folder: Path) -> None:
    lease(folder).release()
    embedded.stop(folder)
    (folder / "reader.password").unlink()
    with connect(folder=folder) as engine:
        assert engine.run("RETURN 1 AS x") == [{"x": 1}]
    embedded.stop(folder)
    (folder / "root.password").write_text("not the one")
    with pytest.raises(StoreUnreachable, match=r"refuses the login.*delete that folder"):
        connect(folder=folder)


def test_what_a_dead_engine_left_behind_misleads_nobody(folder: Path) -> None:
    with lease(folder) as held:
        state = EngineFiles(folder).state()
        assert state
        assert state.port == held.port
    embedded.kill(folder)
    assert EngineFiles(folder).state() == state, "a killed child could not tidy up"
    EngineFiles(folder).state_file.write_text('{"pid": 1, "port": 7687, "torn')
    with lease(folder) as held:
        assert held.pid != 1


def test_a_closed_engine_is_closed(folder: Path) -> None:
    engine = connect(folder=folder, options=SHORT)
    engine.close()
    engine.close()
    with pytest.raises(StoreUnreachable, match="was closed"):
        engine.run("RETURN 1")
