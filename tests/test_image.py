"""Do the steps of the Dockerfile work? They are run here without Docker, in a clean environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import venv
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_the_dockerfile_takes_the_steps_that_are_tested() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement requirements.lock" in text
    assert "--no-deps --no-build-isolation ." in text
    assert re.search(r'ENTRYPOINT \[.*"-m", "api.container"\]', text)
    assert "USER innograph" in text


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel of this tree and the locked packages of the one that runs the tests."""
    home = tmp_path_factory.mktemp("image")
    environment = home / "environment"
    venv.create(environment, with_pip=False)
    wheels = home / "wheels"
    uv = [sys.executable, "-m", "uv"]
    build = [*uv, "build", "--wheel", "--no-build-isolation", "--quiet", "--out-dir", str(wheels)]
    subprocess.run([*build, "--python", sys.executable, str(ROOT)], check=True)
    install = [*uv, "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")]
    subprocess.run(
        [*install, "--require-hashes", "--requirement", str(ROOT / "requirements.lock")], check=True
    )
    subprocess.run([*install, "--no-deps", str(next(wheels.glob("*.whl")))], check=True)
    return environment / "bin"


def test_the_wheel_carries_all_that_is_needed(clean: Path, tmp_path: Path) -> None:
    """Data files (ontology, bundled case, templates) are in the wheel: a build works away from the tree."""
    environment = {
        "PATH": os.environ["PATH"],
        "INNOGRAPH_DATA": str(tmp_path / "data"),
        "HOME": str(tmp_path),
    }
    built = subprocess.run(
        [clean / "innograph", "build", "--no-property-graph"],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    server = subprocess.Popen(
        [clean / "innograph", "serve", "--port", "0", "--without-engine"],
        cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stderr is not None
        address = re.search(r"http://[\d.]+:\d+", server.stderr.readline())
        assert address is not None
        assert _answer(address.group() + "/health").startswith("{")
        health = [clean / "python", "-m", "api.healthcheck", address.group() + "/health"]
        assert subprocess.run(health, cwd=tmp_path).returncode == 0
        assert subprocess.run([*health[:-1], "http://127.0.0.1:9/health"], cwd=tmp_path).returncode == 1
    finally:
        server.terminate()
        server.wait(20)
        server.stderr.close()


def _answer(address: str) -> str:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(address, timeout=5) as reply:
                body: bytes = reply.read()
                return body.decode()
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
