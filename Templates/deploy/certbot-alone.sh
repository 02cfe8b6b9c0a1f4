#!/bin/sh
# Certificates for the names that mail clients ask for, one for each mail domain, for the service of
# mkprofile deploy tls, which answers at http://NAME/.well-known/acme-challenge/ from @FOLDER@.
# The records of the names must lead here.
# mkprofile deploy certbot --proxy none | sh -s -- --email you@example.ch
# Certbot renews them by itself; for more domains, run it again and print the unit again.
@NOTES@
set -eu
mkdir -p @FOLDER@

# Before there are certificates, the service cannot start: port 80 alone answers for this while.
if ! systemctl --quiet is-active mkprofile.service; then
  @PROGRAM@ serve @SOURCE@ --quiet --listen 'http:[::]:80' --acme-webroot @FOLDER@ &
  server=$!
  trap 'kill "$server"' EXIT
  sleep 1
fi

@COMMANDS@
