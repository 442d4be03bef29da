# The API in a container. Every step is also run by tests/test_image.py without Docker.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/innograph \
 && /opt/innograph/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY . .
RUN /opt/innograph/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 1000 innograph && install -d -o innograph /data
COPY --from=build /opt/innograph /opt/innograph
ENV PATH=/opt/innograph/bin:$PATH INNOGRAPH_DATA=/data PYTHONUNBUFFERED=1
USER innograph
VOLUME /data
EXPOSE 8321
ENTRYPOINT ["/opt/innograph/bin/python", "-m", "api.container"]
