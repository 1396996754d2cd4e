#!/bin/sh
# Secrets come as files, so that they are in no image and in no `docker inspect`.
set -eu
if [ -z "${WEBGIS_DATABASE_URL:-}" ]; then
    password=$(cat /run/secrets/database_password)
    export WEBGIS_DATABASE_URL="postgresql://wangge:$password@${DATABASE_HOST:-database}/wangge"
fi
if [ -z "${WEBGIS_SECRET_KEY:-}" ]; then
    WEBGIS_SECRET_KEY=$(cat /run/secrets/secret_key)
    export WEBGIS_SECRET_KEY
fi
exec "$@"
