FROM python:3.12-slim

COPY pyproject.toml README.md LICENSE /src/
COPY provenance /src/provenance
RUN pip install --no-cache-dir --disable-pip-version-check /src \
    && rm -rf /src \
    && useradd --create-home --uid 10001 provenance

USER provenance
WORKDIR /drafts
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
ENTRYPOINT ["provenance"]
CMD ["--help"]
