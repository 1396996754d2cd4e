#!/bin/bash
# Runs once, when the database container makes its data: the owner is not a superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres -v password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE wangge LOGIN PASSWORD :'password';
CREATE DATABASE wangge OWNER wangge TEMPLATE template0;
\connect wangge
CREATE EXTENSION postgis;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gist;
SQL
