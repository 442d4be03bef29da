"""How does the embedded engine run? An ArcadeDB server in a process of its own, ended when nobody needs it.

Started by `graph.engine.embedded` as `python -m graph.engine.embedded_child FOLDER`, never by hand. The first process
takes the folder's lock and forks; the second one carries the Java machine, so the starter neither waits for it nor
leaves it as a zombie. It listens on loopback only, and ends

* when nobody has held `clients.lock` for `--idle` seconds,
* when the owner (`serve`) that was there has gone and no other client is left,
* when its folder was deleted,
* on SIGTERM.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from graph.engine.embedded_files import DATABASE, EngineFiles, Lock, State
from graph.errors import StoreUnreachable

__all__ = ["main"]

BOLT = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
ALREADY_RUNNING = 3  # exit code when another child holds the folder
POLL = 0.25  # seconds between two looks at the locks
_ALL = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_ADMIN = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]


def main(arguments: list[str] | None = None) -> int:
    """Run the engine of a folder; returns the exit code of the first process."""
    options = _options(arguments)
    files = EngineFiles(options.folder)
    running = Lock(files.running)
    if not running.wait(5.0):
        return ALREADY_RUNNING
    files.forget_state()
    if os.fork():
        return 0  # the child below keeps the lock: it belongs to the open file, which both share
    try:
        _serve(files, running, options)
    except StoreUnreachable as error:
        files.write_state(State(os.getpid(), error=str(error)))
    except Exception as error:
        traceback.print_exc()
        files.write_state(State(os.getpid(), error=f"{type(error).__name__}: {error}"[:500]))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # a Java machine in the process would keep an ordinary exit waiting


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="embedded_child")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--idle", type=float, default=600.0, help="seconds without a client before it ends")
    parser.add_argument("--port", type=int, default=0, help="Bolt port; 0 takes the last one or a free one")
    parser.add_argument("--heap", default="1g", help="largest heap of the Java machine")
    parser.add_argument("--command-timeout", type=float, default=60.0, help="seconds for any one command")
    return parser.parse_args(arguments)


def _serve(files: EngineFiles, running: Lock, options: argparse.Namespace) -> None:
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _write_groups(files)
    _ensure_passwords(files)
    server, port, http_port = _start(files, options)
    _ensure_reader(server, files)
    files.keep_port(port)
    files.write_state(State(os.getpid(), port, http_port, datetime.now(UTC).isoformat(timespec="seconds")))
    clients = _wait_for_the_end(files, running, options.idle, stopping)
    if not running.in_place:
        return  # the folder was deleted: nothing is left to be put in order
    files.forget_state()
    server.stop()
    clients.release()


def _wait_for_the_end(files: EngineFiles, running: Lock, idle: float, stopping: list[int]) -> Lock:
    """Returns when the engine should end, holding the clients' lock so that nobody can come in meanwhile."""
    clients, owner = Lock(files.clients), Lock(files.owner)
    owned = False
    while True:
        time.sleep(POLL)
        if stopping or not running.in_place:
            clients.attempt()
            return clients
        if owner.attempt(shared=True):
            owner.loosen()
            abandoned = owned
        else:
            owned, abandoned = True, False
        if not clients.attempt():
            continue
        unused = time.time() - files.clients.stat().st_mtime
        if abandoned or unused > idle:
            return clients
        clients.loosen()


def _write_groups(files: EngineFiles) -> None:
    """Who may do what: `root` all, `reader` only read records. The file is read when the server starts."""

    def group(access: list[str], types: list[str]) -> dict[str, Any]:
        return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": types}}}

    groups = {"admin": group(_ADMIN, _ALL), "*": group([], []), "reader": group([], ["readRecord"])}
    folder = files.folder / "config"
    folder.mkdir(exist_ok=True, mode=0o700)
    text = json.dumps({"databases": {"*": {"groups": groups}}, "version": 2})
    files.write_private(folder / "server-groups.json", text)


def _ensure_passwords(files: EngineFiles) -> None:
    """Passwords are made with the folder; where one of them or the list of users was lost, all are made anew."""
    users = files.folder / "config" / "server-users.jsonl"
    if users.exists() and files.password("root") and files.password("reader"):
        return
    users.unlink(missing_ok=True)
    for user in ("root", "reader"):
        files.write_password(user, secrets.token_urlsafe(24))


def _ensure_reader(server: Any, files: EngineFiles) -> None:
    import jpype  # type: ignore[import-untyped]  # it ships no types

    security = server._java_server.getSecurity()
    if security.getUser("reader") is None:
        encoded = str(security.encodePassword(files.password("reader")))
        user = {"name": "reader", "password": encoded, "databases": {DATABASE: ["reader"]}}
        json_object = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
        security.createUser(json_object(json.dumps(user)))


def _start(files: EngineFiles, options: argparse.Namespace) -> tuple[Any, int, int]:
    """The started server with its Bolt and HTTP ports; a port lost to somebody else is tried three times."""
    os.environ["ARCADEDB_JVM_ARGS"] = _jvm_arguments(options)
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = str(files.folder / "log" / "java_error_%p.log")
    (files.folder / "log").mkdir(exist_ok=True)
    import arcadedb_embedded
    from arcadedb_embedded.exceptions import ArcadeDBError

    for attempt in range(3):
        port, http_port = _bolt_port(options.port, files.last_port if not attempt else 0), _free_port()
        config = {"host": "127.0.0.1", "http_port": http_port, "server_plugins": BOLT, "bolt_port": port}
        server = arcadedb_embedded.create_server(
            root_path=str(files.folder), root_password=files.password("root"), config=config
        )
        try:
            server.start()
            server.create_database(DATABASE)
        except ArcadeDBError as error:
            print(f"start {attempt + 1} failed: {error}", flush=True)
            failure = error
            continue
        return server, port, http_port
    raise StoreUnreachable(f"ArcadeDB did not start: {failure}")


def _jvm_arguments(options: argparse.Namespace) -> str:
    """Settings that only hold when they are there before the Java machine starts."""
    return " ".join(
        (
            f"-Xmx{options.heap}",
            "-Xrs",  # SIGTERM is ours
            "-XX:+UseSerialGC",
            "-Xms512m",
            "-Xmn320m",  # a load makes much that dies young
            "-XX:MetaspaceSize=192m",  # else the first seconds go into full collections
            "-XX:TieredStopAtLevel=4",
            "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
            "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
            "-Darcadedb.queryMaxRangeSize=1000000",
            f"-Darcadedb.command.timeout={int(options.command_timeout * 1000)}",
        )
    )


def _bolt_port(wanted: int, last: int) -> int:
    if wanted:
        if not _is_free(wanted):
            raise StoreUnreachable(
                f"Port {wanted} is taken by another program; name another Bolt port, or none for a free one."
            )
        return wanted
    return last if last and _is_free(last) else _free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
