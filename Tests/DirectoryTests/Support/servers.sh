#!/usr/bin/env bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# servers.sh certificate|postgresql|mariadb|slapd start|stop FOLDER PORT: a real server in a folder
# of its own, on loopback alone.
set -euo pipefail
kind=$1 action=$2 folder=$3 port=$4
PATH=$PATH:/usr/sbin:/usr/local/sbin
SCRIPT=$(readlink -f "$0")
cd "$folder"

# Runs as the server's own user where this one is root, which servers refuse to be.
as() { # USER COMMAND...
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid="$user" --regid="$user" --clear-groups env HOME="$folder" "$@"
  else
    "$@"
  fi
}

owned() { # USER PATH...
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then chown -R "$user" "$@"; fi
}

certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem \
    -subj /CN=Test -days 2 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key \
    -out server.csr -subj /CN=localhost 2>/dev/null
  # libldap asks for the machine's own name where it connects to localhost.
  printf 'subjectAltName=DNS:localhost,DNS:%s,IP:127.0.0.1\n' "$(hostname)" >names
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
    -out server.pem -extfile names 2>/dev/null
  printf 'secret\n' >password
  printf 'wrong\n' >wrong-password
  chmod 755 .
}

postgresql() {
  local programs
  programs=$(dirname "$(readlink -f "$(command -v postgres ||
    find /usr/lib/postgresql -name postgres -type f | sort | tail -1)")")
  if [ "$action" = stop ]; then
    as postgres "$programs/pg_ctl" -D "$folder/pg" -m fast -w stop >/dev/null
    return
  fi
  if [ ! -e pg ]; then
    certificate
    mkdir pg
    cp server.key pg.key
    owned postgres pg pg.key
    chmod 600 pg.key
    as postgres "$programs/initdb" -D "$folder/pg" -A scram-sha-256 -U mkprofile \
      --pwfile="$folder/password" -N --no-instructions >/dev/null
  fi
  as postgres "$programs/pg_ctl" -D "$folder/pg" -w -l "$folder/pg/log" -o "-p $port \
    -k $folder/pg -c fsync=off -c ssl=${SSL:-on} -c ssl_cert_file=$folder/server.pem \
    -c ssl_key_file=$folder/pg.key -c listen_addresses=localhost" start >/dev/null
}

mariadb() {
  # Its own user may not write where this one does.
  export TMPDIR=$folder/my
  if [ "$action" = stop ]; then
    kill "$(cat my/pid)" || return 0
    for _ in $(seq 200); do [ -e my/pid ] && sleep 0.05; done
    return
  fi
  if [ ! -e my ]; then
    certificate
    mkdir my
    cp server.key my.key
    owned mysql my my.key
    local user
    user=$(id -un)
    if [ "$(id -u)" = 0 ]; then user=mysql; fi
    mariadb-install-db --no-defaults --user="$user" \
      --datadir="$folder/my" --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1
  fi
  # In a session of its own: whoever starts this ends all that stays in the one of this script.
  as mysql setsid mariadbd --no-defaults --datadir="$folder/my" --socket="$folder/my/socket" \
    --port="$port" --bind-address=127.0.0.1 --pid-file="$folder/my/pid" \
    --ssl-cert="$folder/server.pem" --ssl-key="$folder/my.key" --skip-log-bin \
    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=16M >my.log 2>&1 &
  for _ in $(seq 200); do
    if mariadb-admin --no-defaults -uroot -S my/socket ping >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  cat my.log >&2
  return 1
}

slapd() {
  if [ "$action" = stop ]; then
    kill "$(cat pid)"
    return
  fi
  if [ ! -e config ]; then
    certificate
    mkdir config db
    sed "s|@FOLDER@|$folder|g" "$(dirname "$SCRIPT")/config.ldif" >config.ldif
    slapadd -n 0 -F "$folder/config" -l config.ldif >/dev/null 2>&1
    slapadd -n 1 -F "$folder/config" -l "$(dirname "$SCRIPT")/people.ldif" >/dev/null 2>&1
  fi
  # It goes into the background by itself, once it listens.
  command slapd -F "$folder/config" \
    -h "ldaps://127.0.0.1:$port ldap://127.0.0.1:$((port + 1))" >slapd.log 2>&1
}

"$kind"
