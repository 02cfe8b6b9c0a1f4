# shellcheck shell=bash
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
#
# Input that nobody thought of.

# What each reader begins with: files of the repository, an input each.
fuzz_seeds() { # READER FOLDER
  case $1 in
    yaml) cp Tests/Fixtures/*.yaml Templates/providers/*.yaml Templates/starter.yaml "$2" ;;
    json)
      # Every line is read: a writer that loses its reader would end the run.
      find Tests/Goldens -name '*.json' -size -20k | sort | sed -n '1,40p' | xargs -I{} cp {} "$2"
      ;;
    xml) find Tests/Goldens/everything Tests/Goldens/hostile -name '*.xml' -exec cp {} "$2" \; ;;
    plist | der)
      find Tests/Goldens/everything -name '*.mobileconfig' -exec cp {} "$2" \;
      cp Tests/Fuzz/Seeds/shared.bplist "$2"
      ;;
    svg) cp Tests/Fuzz/Seeds/*.svg "$2" ;;
    png) cp Tests/FixtureFiles/*.png "$2" ;;
    p12) fuzz_identities "$2" ;;
    csv) printf 'address,name,login\nanna@example.ch,"Anna ""A"" B",x\r\n' >"$2/roster" ;;
    http)
      printf 'POST\n/autodiscover/autodiscover.xml\nexample.ch\n<a/>' >"$2/post"
      printf 'GET\n/mail/config-v1.1.xml?emailaddress=a%%40example.ch\nautoconfig.example.ch\n' \
        >"$2/get"
      ;;
  esac
  if [ -d "Tests/Fuzz/Found/$1" ]; then find "Tests/Fuzz/Found/$1" -type f -exec cp {} "$2" \;; fi
}

# PKCS #12 of today and of yesterday, with small numbers of rounds: those are what costs.
fuzz_identities() { # FOLDER
  local key=$1/../seed.key certificate=$1/../seed.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=seed -days 1 \
    -keyout "$key" -out "$certificate" 2>/dev/null
  openssl pkcs12 -export -inkey "$key" -in "$certificate" -passout pass:geheim -iter 2 \
    -out "$1/aes.p12"
  openssl pkcs12 -export -inkey "$key" -in "$certificate" -passout pass:geheim -iter 2 \
    -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out "$1/3des.p12"
}

# Coverage-guided: a reader for some seconds, or all of them one after the other.
fuzz() {
  local seconds=${1:-60} readers=${2:-yaml json xml plist der csv http svg png p12} reader corpus
  if has_brew; then echo "dev: libFuzzer is not part of Xcode" >&2; return 1; fi
  setup
  export MKPROFILE_FUZZ=1
  run swift build --scratch-path .build-fuzz --product fuzz --sanitize=address \
    -Xswiftc -sanitize=fuzzer
  for reader in $readers; do
    corpus=.build-fuzz/corpus/$reader
    mkdir -p "$corpus" "Tests/Fuzz/Found/$reader"
    fuzz_seeds "$reader" "$corpus"
    FUZZ_READER=$reader run .build-fuzz/debug/fuzz -max_total_time="$seconds" -timeout=10 \
      -rss_limit_mb=1024 -max_len=1000000 -print_final_stats=1 \
      -artifact_prefix="Tests/Fuzz/Found/$reader/" "$corpus"
  done
}

mutate() {
  setup
  local rounds=${1:-100000} seed=${2:-$RANDOM}
  run env FUZZ_ROUNDS="$rounds" FUZZ_SEED="$seed" swift test --filter MutationTests
}
