# The chat in a container: docker build -t article-assistant . && docker run -p 127.0.0.1:7860:7860 -v articles:/data article-assistant
# `.ci/container` runs these very steps without an engine. For it, RUN lines use paths below WORKDIR only.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/runtime.txt requirements/runtime.txt
RUN python -m venv .venv
RUN .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/runtime.txt
COPY app.py app.py
COPY articles articles
COPY assets assets
COPY assistant assistant
COPY chat chat
COPY eval eval
COPY indexes indexes
COPY models models
COPY prompts prompts
RUN .venv/bin/python -m compileall -q app.py assistant chat eval indexes models prompts && mkdir data

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /app/data /data
ENV ASSISTANT_DATA_FOLDER=/data ASSISTANT_HOST=0.0.0.0 ASSISTANT_PORT=7860 ASSISTANT_LOG_FORMAT=json HOME=/tmp
# how it is called where its port is published on this machine alone; behind a proxy, name that host instead
ENV ASSISTANT_ALLOWED_HOSTS=localhost
USER 10001:10001
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
    CMD [".venv/bin/python", "-m", "chat.healthy"]
CMD [".venv/bin/python", "app.py"]
