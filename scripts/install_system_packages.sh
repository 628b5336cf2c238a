#!/usr/bin/env bash
# System packages that the tests need: Chromium and a CJK font for browser tests, PostgreSQL and Redis for the shared back ends.
# With the argument `spark` instead: a Java runtime that PySpark supports (17 or 21), for `make test-spark`.
set -eu
missing=()

java_release() { # 17 for «openjdk version "17.0.15"», 0 without Java
  { command -v java >/dev/null && java -version 2>&1 || true; } | sed -nE 's/.* version "([0-9]+).*/\1/p' | grep . || echo 0
}

if [ "${1:-}" = spark ]; then
  # Which of the two a release of Debian or Ubuntu carries differs: the first that apt knows is taken below.
  [ "$(java_release)" -ge 17 ] || missing+=(java)
else
  command -v chromium >/dev/null || missing+=(chromium)
  fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk fontconfig)
  command -v redis-server >/dev/null || missing+=(redis-server)
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
fi
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "请用本系统的软件包管理器安装：${missing[*]/#java/Java 17 或 21 运行环境}" >&2
  exit 1
fi
sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
for n in "${!missing[@]}"; do
  [ "${missing[$n]}" = java ] || continue
  for release in 17 21; do
    missing[n]=openjdk-$release-jre-headless
    [ -n "$(apt-cache search --names-only "^${missing[n]}\$")" ] && break
  done
done
echo "正在安装测试所需的系统软件包：${missing[*]}"
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
