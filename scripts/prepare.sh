# Sourced by bin/start, bin/test and bin/dev (POSIX sh): what must be there before anything runs.
# Expects to be in the project's folder.

say() { printf '%s\n' "$*"; }
fail() { printf 'kicau: %s\n' "$*" >&2; exit 1; }

# Installs when package-lock.json changed since the last installation, by this script or by npm itself.
install_packages() {
  command -v npm >/dev/null 2>&1 || fail "npm is needed (on Debian or Ubuntu: apt install npm). It brings everything else."
  stamp=node_modules/.kicau-installed
  now=$(cksum <package-lock.json)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
    if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
      say "Installing what Kicau is made of (about 1 GB; some minutes, only this once) ..."
      mkdir -p .build
      bring_npm
      # `npm ci` wants every platform's packages in the lock file, also those a registry does not have: then the lock
      # file is followed without that check.
      npm ci --no-audit --no-fund --loglevel=error >.build/install.log 2>&1 ||
        npm install --no-save --no-audit --no-fund --loglevel=error >>.build/install.log 2>&1 ||
        { cat .build/install.log >&2; fail "npm could not install the packages; its reasons are above."; }
    fi
    printf '%s\n' "$now" >"$stamp"
  fi
  PATH=$PWD/node_modules/.bin:$PATH
  export PATH
  case $(node --version 2>/dev/null) in
    v2[4-9].* | v[3-9][0-9].*) ;;
    *) fail "there is no Node 24 in node_modules: was npm told not to run scripts (ignore-scripts)?" ;;
  esac
}

# npm leaves out, without a word, whatever the Node that runs it is too old for: what builds the pages, what draws pictures. Then a
# newer one goes first, and npm runs on that (Debian 12 has Node 18; Kicau itself never runs on the machine's Node).
bring_npm() {
  case $(node --version 2>/dev/null) in
    v20.19.* | v20.[2-9][0-9].* | v22.1[2-9].* | v22.[2-9][0-9].* | v2[3-9].* | v[3-9][0-9].*) return 0 ;;
  esac
  say "The Node that npm runs on here is too old for some of it: a newer one is fetched first."
  mkdir -p .build/npm
  [ -x .build/npm/node_modules/.bin/npm ] || npm install --prefix .build/npm --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
    "node@$(sed -n 's/^ *"node": "\([0-9.]*\)",$/\1/p' package.json)" npm@11 >.build/install.log 2>&1 ||
    { cat .build/install.log >&2; fail "npm could not fetch a newer Node; its reasons are above."; }
  PATH=$PWD/.build/npm/node_modules/.bin:$PATH
}

# Builds the web when a file that it is made of changed since the last build.
build_web() {
  [ -d web/app ] || return 0
  stamp=.build/web.stamp
  now=$(web_sources | cksum)
  [ -d .build/web ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  say "Building the pages ..."
  mkdir -p .build
  npm run --silent build >.build/web.log 2>&1 || { cat .build/web.log >&2; fail "the pages could not be built; the reasons are above."; }
  printf '%s\n' "$now" >"$stamp"
}

web_sources() {
  for each in web src/contract locales tracker package-lock.json vite.config.ts; do
    [ -e "$each" ] && find "$each" -type f ! -name '*.test.ts' ! -path '*/node_modules/*'
  done | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum
}
