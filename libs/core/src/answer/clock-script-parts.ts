/** How both scripts begin: which board they are for, and how they read and write its files. Paths are those that the agent uses. */
export const PROLOGUE = `ROOT=\${JOULEFLEET_ROOT-}
SAVED=$ROOT/run/joulefleet/clocks-before
CPUS=/sys/devices/system/cpu

die() {
  printf '%s\\n' "$*" >&2
  exit 1
}

text() {
  [ -r "$ROOT$1" ] && tr -d ' \\t\\r\\n\\000' <"$ROOT$1" 2>/dev/null
}

put() {
  [ -e "$ROOT$1" ] && { printf '%s\\n' "$2" >"$ROOT$1"; } 2>/dev/null
}

model=$(tr -d '\\000' <"$ROOT/proc/device-tree/model" 2>/dev/null | tr 'A-Z' 'a-z')
case $model in
*"$MODEL"*) ;;
*) die "this board is \\"$model\\", and the script is for a $CLASS: nothing was changed" ;;
esac
tr '\\000' '\\n' <"$ROOT/proc/device-tree/compatible" 2>/dev/null | grep -qxF -- "$SOC" ||
  die "this board has no $SOC, and the script is for a $CLASS: nothing was changed"
boot=$(text /proc/sys/kernel/random/boot_id)
[ -n "$boot" ] || die 'the boot id cannot be read: nothing was changed'
`;

/** Puts back what \`SAVED\` has, in its order: limits are widened first, so that every limit can be set. */
export const PUT_BACK = `
# Only files and values as this script writes them: it runs as root.
known() {
  case $1 in
  *..* | *[!A-Za-z0-9/_.:@-]*) return 1 ;;
  "$CPUS"/* | /sys/class/devfreq/* | /sys/devices/*/devfreq/* | /sys/kernel/debug/*) ;;
  *) return 1 ;;
  esac
  case $2 in '' | *[!A-Za-z0-9_.-]*) return 1 ;; esac
}

is_back() {
  while read -r what path value; do
    [ "$what" != set ] || [ "$(text "$path")" = "$value" ] || return 1
  done <"$SAVED"
}

put_back() {
  while read -r what path value; do
    [ "$what" = boot ] || known "$path" "$value" || die "$SAVED is not as this script wrote it: nothing was changed"
  done <"$SAVED"
  for try in 1 2 3; do
    is_back && return 0
    while read -r what path value; do
      [ "$what" = boot ] || put "$path" "$value"
    done <"$SAVED"
    is_back && return 0
    sleep 1
  done
  is_back
}

is_of_this_boot() {
  read -r what id <"$SAVED" && [ "$what" = boot ] && [ "$id" = "$boot" ]
}
`;

/** Finds the clocks as the agent does, checks that the levels are offered, and writes down what is there. */
export const FIND_AND_SAVE = `
find_gpu() {
  for folder in "$ROOT"/sys/class/devfreq/*; do
    case $(text "\${folder#"$ROOT"}/device/of_node/name") in
    gpu | gp10b | gv11b | ga10b | gb10b) is_gpu "\${folder#"$ROOT"}" && return 0 ;;
    esac
  done
  for parent in /sys/devices /sys/devices/platform /sys/devices/platform/bus@0; do
    for node in gpu gp10b gv11b ga10b gb10b; do
      for folder in "$ROOT$parent"/[0-9a-f]*."$node"/devfreq/*; do
        is_gpu "\${folder#"$ROOT"}" && return 0
      done
    done
  done
  return 1
}

is_gpu() {
  [ -n "$(text "$1/available_frequencies")" ] && [ -n "$(text "$1/min_freq")" ] && printf '%s' "$1"
}

# Runs $1 for each clock: kind, folder, governor, least, greatest, speed, table. A CPU policy without a core that is on has no clock.
each_clock() {
  for folder in "$ROOT$CPUS"/cpufreq/policy[0-9]*; do
    policy=\${folder#"$ROOT"}
    [ -n "$(text "$policy/scaling_governor")" ] || continue
    "$1" cpu "$policy" scaling_governor scaling_min_freq scaling_max_freq scaling_setspeed \\
      scaling_available_frequencies || return 1
  done
  "$1" gpu "$GPU" governor min_freq max_freq userspace/set_freq available_frequencies
}

table() {
  tr -s ' \\t' '\\n\\n' <"$ROOT$1" | grep -x '[0-9][0-9]*' | sort -n
}

wanted() {
  if [ "$1" = cpu ]; then
    clock=$CPU_CLOCK governor=$CPU_GOVERNOR
  else
    clock=$GPU_CLOCK governor=$GPU_GOVERNOR
  fi
}

is_offered() {
  wanted "$1"
  [ -w "$ROOT$2/$3" ] && [ -w "$ROOT$2/$4" ] && [ -w "$ROOT$2/$5" ] ||
    die "$2 cannot be written: run this as root; nothing was changed"
  case $clock in
  dvfs | stock) ;;
  *) table "$2/$7" | grep -qxF -- "$clock" || die "$2 does not offer $clock: nothing was changed" ;;
  esac
  [ -z "$governor" ] || tr -s ' \\t' '\\n\\n' <"$ROOT$2/\${7%frequencies}governors" | grep -qxF -- "$governor" ||
    die "$2 has no governor $governor: nothing was changed"
}

save_clock() {
  was=$(text "$2/$3")
  printf 'widen %s %s\\n' "$2/$4" "$(table "$2/$7" | head -n 1)" "$2/$5" "$(table "$2/$7" | tail -n 1)"
  printf 'set %s %s\\n' "$2/$3" "$was"
  [ "$was" != userspace ] || printf 'set %s %s\\n' "$2/$6" "$(text "$2/$6")"
  printf 'set %s %s\\n' "$2/$5" "$(text "$2/$5")" "$2/$4" "$(text "$2/$4")"
}

save_knobs() {
  for folder in "$ROOT$CPUS"/cpu[0-9]*; do
    file=\${folder#"$ROOT"}/online
    [ "$file" = "$CPUS/cpu0/online" ] || [ ! -e "$ROOT$file" ] || printf 'set %s %s\\n' "$file" "$(text "$file")"
  done
  [ -n "$MEMORY_CLOCK" ] || return 0
  [ "$(text "$LOCK")" != 1 ] || printf 'set %s %s\\n' "$RATE" "$(text "$RATE")"
  printf 'set %s %s\\n' "$LOCK" "$(text "$LOCK")"
}

save() {
  mkdir -p "\${SAVED%/*}" || die 'what is set now cannot be written down: nothing was changed'
  { printf 'boot %s\\n' "$boot" && save_knobs && each_clock save_clock; } >"$SAVED.part" &&
    mv "$SAVED.part" "$SAVED" || die 'what is set now cannot be written down: nothing was changed'
}
`;

/** Sets everything, knobs first; of each clock first the whole table, then governor, greatest and least. */
export const SET = `
core_wanted() {
  [ "$1" -lt "$CORES" ] && printf 1 || printf 0
}

# On first, then off, so that one is always on.
each_core() {
  for folder in "$ROOT$CPUS"/cpu[0-9]*; do
    number=\${folder##*/cpu}
    file=$CPUS/cpu$number/online
    [ "$number" != 0 ] && [ -e "$ROOT$file" ] || continue
    "$1" "$file" "$(core_wanted "$number")" "$2" || return 1
  done
}

put_core() {
  [ "$2" != "$3" ] || [ "$(text "$1")" = "$2" ] || put "$1" "$2"
}

is_core_set() {
  [ "$(text "$1")" = "$2" ]
}

widen() {
  wanted "$1"
  [ "$clock" = stock ] && return 0
  put "$2/$4" "$(table "$2/$7" | head -n 1)"
  put "$2/$5" "$(table "$2/$7" | tail -n 1)"
  return 0
}

pin() {
  wanted "$1"
  [ -z "$governor" ] || put "$2/$3" "$governor"
  case $clock in
  dvfs | stock) ;;
  *)
    put "$2/$5" "$clock"
    put "$2/$4" "$clock"
    [ "$governor" != userspace ] || put "$2/$6" "$clock"
    ;;
  esac
  return 0
}

is_set() {
  wanted "$1"
  [ -z "$governor" ] || [ "$(text "$2/$3")" = "$governor" ] || return 1
  case $clock in
  stock) return 0 ;;
  dvfs) least=$(table "$2/$7" | head -n 1) greatest=$(table "$2/$7" | tail -n 1) ;;
  *) least=$clock greatest=$clock ;;
  esac
  [ "$(text "$2/$4")" = "$least" ] && [ "$(text "$2/$5")" = "$greatest" ]
}

all_set() {
  [ -z "$CORES" ] || each_core is_core_set - || return 1
  [ -z "$MEMORY_CLOCK" ] || [ "$(text "$RATE")" = "$MEMORY_CLOCK" ] || return 1
  each_clock is_set
}

set_all() {
  if [ -n "$CORES" ]; then
    each_core put_core 1
    each_core put_core 0
  fi
  if [ -n "$MEMORY_CLOCK" ]; then
    put "$LOCK" 1
    put "$RATE" "$MEMORY_CLOCK"
  fi
  each_clock widen
  each_clock pin
}
`;
