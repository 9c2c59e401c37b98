/* SPDX-License-Identifier: Apache-2.0 */
/* Breaches of what belongs to the whole process. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mutant.h"

static int listening = -1;

bool breaks(const char* breach) {
    const char* chosen = getenv("MUTANT_BREACH");
    return chosen != NULL && strcmp(chosen, breach) == 0;
}

/* Time that passes is the breach itself; no test waits for it. */
static void pass(int milliseconds) {
    poll(NULL, 0, milliseconds);
}

static void* wait_for_ever(void* nothing) {
    while (true) {
        pause();
    }
    return nothing;
}

static void start(void* (*run)(void*), void* argument) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, argument) == 0) {
        pthread_detach(thread);
    }
}

static void say(int stream) {
    const ssize_t written = write(stream, "hello\n", 6);
    (void)written;
}

void write_to_a_gone_peer(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == 0) {
        close(ends[0]);
        say(ends[1]);
        close(ends[1]);
    }
}

static void listen_to_all(void) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool listens = bind(listening, (struct sockaddr*)&address, sizeof address) == 0 &&
                         listen(listening, 1) == 0;
    (void)listens;
}

void leave_nothing_open(void) {
    if (listening >= 0) {
        close(listening);
        listening = -1;
    }
}

static void break_limits(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        --limit.rlim_cur;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void break_process(void) {
    if (breaks("blocks_a_signal")) {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &set, NULL);
    } else if (breaks("ignores_a_signal")) {
        signal(SIGUSR2, SIG_IGN);
    } else if (breaks("changes_the_locale")) {
        setlocale(LC_NUMERIC, strcmp(setlocale(LC_NUMERIC, NULL), "C") == 0 ? "C.UTF-8" : "C");
    } else if (breaks("changes_the_environment")) {
        setenv("MUTANT", "was here", 1);
    } else if (breaks("changes_the_umask")) {
        umask(0137);
    } else if (breaks("changes_the_folder")) {
        const int moved = chdir("/");
        (void)moved;
    } else if (breaks("changes_a_limit")) {
        break_limits();
    } else if (breaks("writes_to_its_output")) {
        say(STDOUT_FILENO);
    } else if (breaks("writes_to_its_error_output")) {
        say(STDERR_FILENO);
    } else if (breaks("leaves_a_descriptor_to_children")) {
        const int left = dup(STDIN_FILENO);
        (void)left;
    } else if (breaks("leaves_a_thread")) {
        start(wait_for_ever, NULL);
    } else if (breaks("listens")) {
        listen_to_all();
    }
}

static void* call_after_the_end(void* host) {
    pass(50);
    ((const wms_host*)host)->wake(host);
    return NULL;
}

void call_later(const wms_host* host) {
    start(call_after_the_end, (void*)(uintptr_t)host);
}

__attribute__((constructor)) static void loaded(void) {
    if (breaks("changes_the_environment_when_loaded")) {
        setenv("MUTANT_LOADED", "1", 1);
    } else if (breaks("ignores_a_signal_when_loaded")) {
        signal(SIGUSR2, SIG_IGN);
    } else if (breaks("starts_a_thread_when_loaded")) {
        start(wait_for_ever, NULL);
    } else if (breaks("takes_long_to_load")) {
        pass(150);
    } else if (breaks("crashes_when_loaded")) {
        raise(SIGSEGV);
    }
}
