#!/bin/bash
# Runs once, on an empty volume: the owner and the database. The owner is no superuser, so row-level security binds him.
set -euo pipefail
password=$(cat /run/secrets/owner_database_password)
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres --set=password="$password" <<'SQL'
create role doudi_owner login createrole password :'password';
create database doudi owner doudi_owner;
SQL
