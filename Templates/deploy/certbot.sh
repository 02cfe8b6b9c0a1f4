#!/bin/sh
# Certificates for the names that mail clients ask for, one for each mail domain, for nginx.
# The records of the names must lead here, and nginx must run: its default site, or the one of
# mkprofile deploy nginx, answers at http://NAME/.well-known/acme-challenge/ from @FOLDER@.
# mkprofile deploy certbot | sh -s -- --email you@example.ch
# Certbot renews them by itself; for more domains, run it again.
@NOTES@
set -eu
mkdir -p @FOLDER@

@COMMANDS@
