"""Is docker-compose.yml valid, closed to the outside, and free of secrets?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
HOW = "no docker-compose: apt-get install docker-compose (it needs no running engine to read the file)"


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason=HOW)
def test_docker_compose_accepts_it() -> None:
    environment = {**os.environ, "NEO4J_PASSWORD": "only-for-this-test"}
    ran = subprocess.run(
        ["docker-compose", "-f", str(FILE), "config"], capture_output=True, text=True, env=environment
    )
    assert ran.returncode == 0, ran.stderr
    services = yaml.safe_load(ran.stdout)["services"]
    assert set(services) == {"neo4j", "api"}
    assert all("healthcheck" in service for service in services.values())


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason=HOW)
def test_without_a_password_it_says_which_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "NEO4J_PASSWORD"}
    ran = subprocess.run(
        ["docker-compose", "-f", str(FILE), "config"], capture_output=True, text=True, env=environment
    )
    assert ran.returncode != 0
    assert "NEO4J_PASSWORD" in ran.stderr


def test_nothing_is_published_but_on_loopback() -> None:
    services = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert all(str(port).startswith("127.0.0.1:") for port in published)


def test_no_secret_is_written_down() -> None:
    text = FILE.read_text(encoding="utf-8")
    secrets = re.findall(r"(?:AUTH|PASSWORD): (.*)", text)
    assert secrets
    assert all("${NEO4J_PASSWORD:?" in secret for secret in secrets)


def test_the_api_waits_for_the_database() -> None:
    services = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    assert services["api"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
