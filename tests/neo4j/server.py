"""How do the tests get a real Neo4j server? From Maven Central, on loopback, in a folder that is thrown away.

    with Neo4jServer(jars(), folder) as server:
        neo4j.GraphDatabase.driver(server.address, auth=server.auth)

`jars()` downloads 125 MB once into INNOGRAPH_CACHE (or ~/.cache/innograph), in a folder named by the pom's content.
Needs Java 17 and Maven; `missing()` says in one line how to get them.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

__all__ = ["Neo4jServer", "jars", "missing"]

POM = Path(__file__).with_name("pom.xml")
START_LIMIT = 180.0
ENTRY = "org.neo4j.server.CommunityEntryPoint"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_HASH_ROUNDS = 1024


def missing() -> str:
    """Why there can be no Neo4j here and how to get one; "" where there can."""
    if shutil.which("java") and shutil.which("mvn") and _java() >= 17:
        return ""
    return "no Neo4j: needs Java 17 and Maven (apt-get install openjdk-17-jre-headless maven)"


def _java() -> int:
    """The major version of the Java on the path; 0 where it does not tell."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def jars() -> Path:
    """The folder of the server's jars; downloaded where this pom's were never downloaded before."""
    cache = Path(os.environ.get("INNOGRAPH_CACHE", Path.home() / ".cache" / "innograph"))
    folder = cache / f"neo4j-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    part = cache / f"{folder.name}.part{os.getpid()}"
    command = ["mvn", "--quiet", "--batch-mode", f"--file={POM}", "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={part}", "-DincludeScope=runtime"]
    done = subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Maven could not fetch Neo4j: {(done.stdout + done.stderr)[-1500:]}")
    try:
        part.rename(folder)
    except OSError:  # another test run was faster
        shutil.rmtree(part, ignore_errors=True)
    return folder


class Neo4jServer:
    """One Neo4j Community server, Bolt on loopback only; killed at the end, for it holds nothing worth keeping."""

    def __init__(self, library: Path, home: Path) -> None:
        self.library = library
        self.home = home
        self.password = secrets.token_urlsafe(18)
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its Bolt address."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """Its one login."""
        return ("neo4j", self.password)

    def start(self) -> Neo4jServer:
        """Start it and wait until it answers."""
        self._write_configuration()
        console = self.home / "logs" / "console.log"
        command = ["java", "-Xms512m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        command += ["-cp", f"{self.library}/*", ENTRY]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with console.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_LIMIT
        log = self.home / "logs" / "neo4j.log"
        while not (log.exists() and " Started." in log.read_text(errors="replace")):
            if self.process.poll() is not None:
                raise RuntimeError(f"Neo4j ended at once: {console.read_text(errors='replace')[-2000:]}")
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Neo4j did not start within {START_LIMIT:.0f} seconds; see {log}")
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """End it at once."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> Neo4jServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def _write_configuration(self) -> None:
        for name in ("conf", "data/dbms", "logs", "plugins", "import", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        login = self.home / "data" / "dbms" / "auth.ini"
        login.touch(mode=0o600)
        login.write_text(_login("neo4j", self.password))
        here = f"127.0.0.1:{self.port}"
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": here,
            "server.bolt.advertised_address": here,
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "client.allow_telemetry": "false",
            "db.tx_log.preallocate": "false",  # else half a gigabyte on disk at once
            "db.tx_log.rotation.size": "16m",
            "db.logs.query.enabled": "OFF",
            "server.memory.pagecache.size": "128m",
            "db.transaction.timeout": "120s",
            "db.memory.transaction.max": "384m",
            "dbms.memory.transaction.total.max": "512m",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        }
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(text)


def _login(user: str, password: str) -> str:
    """A line of auth.ini: the salted hash that Neo4j would write for a first password."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{user}:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
