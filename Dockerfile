# The bot in a container; docs/operate.md tells how it is run, and compose.yaml runs it with PostgreSQL.
# Whatever is installed comes from the two lock files, by hash: what the bot needs, PostgreSQL's driver, what draws
# pictures of the numbers, and what builds the wheel, which stays behind in the first stage.

FROM python:3.13.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.lock requirements-dev.lock ./
RUN sed -n -E '/^psycopg(-binary)?==/,/[^\\]$/p' requirements-dev.lock > postgres.lock \
 && sed -n -E '/^pillow==/,/[^\\]$/p' requirements-dev.lock > charts.lock \
 && sed -n -E '/^(hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers)==/,/[^\\]$/p' requirements-dev.lock > build.lock
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --require-hashes --no-deps -r requirements.lock -r postgres.lock -r charts.lock \
 && pip install --require-hashes --no-deps -r build.lock
COPY pyproject.toml README.md LICENSE ./
COPY adapters adapters
COPY bot bot
COPY core core
RUN pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && pip --python /opt/venv/bin/python install --no-deps --no-index dist/*.whl

FROM python:3.13.13-slim-trixie
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /app --shell /usr/sbin/nologin bot \
 && install --directory --owner=bot --group=bot --mode=0700 /app/data
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER 10001
VOLUME /app/data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=8s --start-period=60s --start-interval=2s --retries=3 \
 CMD ["python", "-c", "import http.client, os, sys; sys.excepthook = lambda *_: None; asked = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('HEALTH_PORT') or 8080), timeout=5); asked.request('GET', '/readyz'); sys.exit(asked.getresponse().status != 200)"]
ENTRYPOINT ["mentor-booking-bot"]
CMD ["run"]
