/*
 * Makes a folder of plain files answer writes as a kernel's sysfs does. Preloaded into the agent (LD_PRELOAD):
 *   KERNEL_ROOT     the folder that stands for /
 *   KERNEL_RULES    4.9 or 5
 *   KERNEL_JOURNAL  a file: one line for each write to a control file, "PATH TEXT 0" or "PATH TEXT ERRNO"
 *
 * Sources: cpufreq_set_policy and store_one in drivers/cpufreq/cpufreq.c, min_freq_store and max_freq_store in
 * drivers/devfreq/devfreq.c, of Linux 4.9 (a limit beyond the other one is EINVAL) and 5.10 (a limit is a request of
 * PM QoS: accepted, and what is in force is clamped, by other requests too); store_scaling_setspeed; drivers/hwmon/ina3221.c.
 * Another requester's cap of 5.x lies in FILE.cap beside the file of the upper limit.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FD 1024
#define MAX_TEXT 4096

static char *paths[MAX_FD];

static int (*real_open(void))(const char *, int, ...) {
    static int (*found)(const char *, int, ...);
    if (!found) found = dlsym(RTLD_NEXT, "open64");
    return found;
}

static ssize_t (*real_write(void))(int, const void *, size_t) {
    static ssize_t (*found)(int, const void *, size_t);
    if (!found) found = dlsym(RTLD_NEXT, "write");
    return found;
}

static int (*real_close(void))(int) {
    static int (*found)(int);
    if (!found) found = dlsym(RTLD_NEXT, "close");
    return found;
}

/* ---- files ---- */

static void beside(char *into, const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    snprintf(into, PATH_MAX, "%.*s/%s", (int)(slash - path), path, name);
}

static int read_text(const char *path, char *into) {
    int fd = real_open()(path, O_RDONLY);
    if (fd < 0) return -1;
    ssize_t length = read(fd, into, MAX_TEXT - 1);
    real_close()(fd);
    if (length < 0) return -1;
    into[length] = 0;
    return 0;
}

static long long read_number(const char *path, long long otherwise) {
    char text[MAX_TEXT];
    return read_text(path, text) == 0 ? atoll(text) : otherwise;
}

static void put_text(const char *path, const char *text) {
    int fd = real_open()(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0) return;
    dprintf(fd, "%s\n", text);
    real_close()(fd);
}

static void put_number(const char *path, long long number) {
    char text[32];
    snprintf(text, sizeof text, "%lld", number);
    put_text(path, text);
}

static int has_word(const char *path, const char *word) {
    char text[MAX_TEXT], *rest, *one;
    if (read_text(path, text)) return 0;
    for (one = strtok_r(text, " \n", &rest); one; one = strtok_r(NULL, " \n", &rest))
        if (strcmp(one, word) == 0) return 1;
    return 0;
}

static int ends_with(const char *path, const char *end) {
    size_t length = strlen(path), own = strlen(end);
    return length >= own && strcmp(path + length - own, end) == 0;
}

static int whole_number(const char *text, long long *number) {
    char *end;
    *number = strtoll(text, &end, 10);
    return end != text && *end == 0;
}

/* ---- clocks ---- */

struct clock_files {
    char min[PATH_MAX], max[PATH_MAX], cur[PATH_MAX], governor[PATH_MAX], speed[PATH_MAX], levels[PATH_MAX];
    char min_request[PATH_MAX], max_request[PATH_MAX], cap[PATH_MAX];
};

static void clock_of(struct clock_files *clock, const char *path, const char *prefix) {
    char folder[PATH_MAX], name[64];
    snprintf(folder, sizeof folder, "%s", path);
    if (ends_with(folder, "userspace/set_freq")) *strstr(folder, "userspace/set_freq") = 0;
    else strrchr(folder, '/')[1] = 0;
    strcat(folder, "x");
#define FILE_OF(field, format) snprintf(name, sizeof name, format, prefix), beside(clock->field, folder, name)
    FILE_OF(min, "%smin_freq");
    FILE_OF(max, "%smax_freq");
    FILE_OF(cur, "%scur_freq");
    FILE_OF(governor, "%sgovernor");
    FILE_OF(min_request, "%smin_freq.request");
    FILE_OF(max_request, "%smax_freq.request");
    FILE_OF(cap, "%smax_freq.cap");
    beside(clock->levels, folder, *prefix ? "scaling_available_frequencies" : "available_frequencies");
    beside(clock->speed, folder, *prefix ? "scaling_setspeed" : "userspace/set_freq");
}

/* The lowest level that is at least as fast; the highest if there is none. */
static long long level_at_least(const char *levels, long long wanted) {
    char text[MAX_TEXT], *rest, *one;
    long long best = 0, highest = 0;
    if (read_text(levels, text)) return wanted;
    for (one = strtok_r(text, " \n", &rest); one; one = strtok_r(NULL, " \n", &rest)) {
        long long level = atoll(one);
        if (level > highest) highest = level;
        if (level >= wanted && (best == 0 || level < best)) best = level;
    }
    return best ? best : highest;
}

static void run_clock(const struct clock_files *clock) {
    char governor[MAX_TEXT];
    long long min = read_number(clock->min, 0), max = read_number(clock->max, 0), run = max;
    if (read_text(clock->governor, governor)) return;
    if (strncmp(governor, "powersave", 9) == 0) run = min;
    if (strncmp(governor, "userspace", 9) == 0) run = read_number(clock->speed, max);
    run = run < min ? min : run > max ? max : run;
    put_number(clock->cur, level_at_least(clock->levels, run));
}

static int limit_4_9(const struct clock_files *clock, int is_max, long long number) {
    if (is_max ? number < read_number(clock->min, 0) : number > read_number(clock->max, LLONG_MAX)) return EINVAL;
    put_number(is_max ? clock->max : clock->min, number);
    return 0;
}

static int limit_5(const struct clock_files *clock, int is_max, long long number) {
    put_number(is_max ? clock->max_request : clock->min_request, number);
    long long min = read_number(clock->min_request, read_number(clock->min, 0));
    long long max = read_number(clock->max_request, read_number(clock->max, LLONG_MAX));
    long long cap = read_number(clock->cap, LLONG_MAX);
    if (max > cap) max = cap;
    put_number(clock->max, max);
    put_number(clock->min, min > max ? max : min);
    return 0;
}

static int write_limit(const char *path, const char *text, int is_4_9) {
    struct clock_files clock;
    long long number;
    int refused;
    if (!whole_number(text, &number) || number < 0) return EINVAL;
    clock_of(&clock, path, strstr(path, "scaling_") ? "scaling_" : "");
    refused = (is_4_9 ? limit_4_9 : limit_5)(&clock, ends_with(path, "max_freq"), number);
    if (!refused) run_clock(&clock);
    return refused;
}

static int write_governor(const char *path, const char *text) {
    struct clock_files clock;
    char offered[PATH_MAX];
    int is_cpu = ends_with(path, "scaling_governor");
    beside(offered, path, is_cpu ? "scaling_available_governors" : "available_governors");
    if (!has_word(offered, text)) return is_cpu ? EINVAL : ENODEV;
    clock_of(&clock, path, is_cpu ? "scaling_" : "");
    put_text(path, text);
    if (is_cpu && strcmp(text, "userspace") == 0) put_number(clock.speed, read_number(clock.cur, 0));
    else if (is_cpu) put_text(clock.speed, "<unsupported>");
    run_clock(&clock);
    return 0;
}

static int write_speed(const char *path, const char *text) {
    struct clock_files clock;
    long long number;
    clock_of(&clock, path, ends_with(path, "scaling_setspeed") ? "scaling_" : "");
    if (!has_word(clock.governor, "userspace") || !whole_number(text, &number)) return EINVAL;
    put_number(path, number);
    run_clock(&clock);
    return 0;
}

/* ---- power monitor ---- */

static int write_samples(const char *path, const char *text) {
    static const int offered[] = {1, 4, 16, 64, 128, 256, 512, 1024};
    long long number;
    size_t i, best = 0;
    if (!whole_number(text, &number)) return EINVAL;
    for (i = 1; i < sizeof offered / sizeof *offered; i++)
        if (llabs(offered[i] - number) < llabs(offered[best] - number)) best = i;
    put_number(path, offered[best]);
    return 0;
}

static int write_switch(const char *path, const char *text) {
    if (strcmp(text, "0") && strcmp(text, "1")) return EINVAL;
    put_text(path, text);
    return 0;
}

/* ---- what a write comes to: 0 or an errno; -1: not a control file ---- */

static int apply(const char *path, const char *text) {
    const char *rules = getenv("KERNEL_RULES");
    int is_4_9 = rules && strcmp(rules, "4.9") == 0;
    if (ends_with(path, "/scaling_min_freq") || ends_with(path, "/scaling_max_freq")) return write_limit(path, text, is_4_9);
    if (ends_with(path, "/min_freq") || ends_with(path, "/max_freq")) return write_limit(path, text, is_4_9);
    if (ends_with(path, "/scaling_governor") || ends_with(path, "/governor")) return write_governor(path, text);
    if (ends_with(path, "/scaling_setspeed") || ends_with(path, "/userspace/set_freq")) return write_speed(path, text);
    if (ends_with(path, "/samples")) return write_samples(path, text);
    if (ends_with(path, "_enable") || ends_with(path, "/running_mode") || ends_with(path, "/online")) return write_switch(path, text);
    return -1;
}

static void note(const char *path, const char *text, int outcome) {
    const char *journal = getenv("KERNEL_JOURNAL");
    int fd = journal ? real_open()(journal, O_WRONLY | O_CREAT | O_APPEND, 0644) : -1;
    if (fd < 0) return;
    dprintf(fd, "%s %s %d\n", path, text, outcome);
    real_close()(fd);
}

/* ---- interposed ---- */

static int is_control(const char *path, int flags) {
    const char *root = getenv("KERNEL_ROOT");
    size_t length = root ? strlen(root) : 0;
    return (flags & O_ACCMODE) != O_RDONLY && !(flags & O_CREAT) && length && strncmp(path, root, length) == 0 && strstr(path, "/sys/");
}

static int open_any(const char *path, int flags, int mode) {
    int watched = is_control(path, flags), fd;
    /* A control file of sysfs is not truncated. */
    fd = real_open()(path, watched ? flags & ~O_TRUNC : flags, mode);
    if (fd >= 0 && fd < MAX_FD) {
        free(paths[fd]);
        paths[fd] = watched ? realpath(path, NULL) : NULL;
    }
    return fd;
}

#define OPEN(name)                                          \
    int name(const char *path, int flags, ...) {            \
        int mode = 0;                                       \
        va_list rest;                                       \
        va_start(rest, flags);                              \
        if (flags & O_CREAT) mode = va_arg(rest, int);      \
        va_end(rest);                                       \
        return open_any(path, flags, mode);                 \
    }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *data, size_t length) {
    char text[MAX_TEXT];
    int outcome;
    if (fd < 0 || fd >= MAX_FD || !paths[fd] || length >= MAX_TEXT) return real_write()(fd, data, length);
    memcpy(text, data, length);
    text[length] = 0;
    text[strcspn(text, "\n")] = 0;
    outcome = apply(paths[fd], text);
    if (outcome < 0) {
        /* A plain file: emptied, as the caller asked for. */
        if (ftruncate(fd, 0)) return -1;
        return real_write()(fd, data, length);
    }
    note(paths[fd], text, outcome);
    if (outcome == 0) return (ssize_t)length;
    errno = outcome;
    return -1;
}

int close(int fd) {
    if (fd >= 0 && fd < MAX_FD) {
        free(paths[fd]);
        paths[fd] = NULL;
    }
    return real_close()(fd);
}
