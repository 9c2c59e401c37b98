/* SPDX-License-Identifier: Apache-2.0 */
/* Breaches of what is on disk: they change the file of the keeper behind its back. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mutant.h"

static char folder[4096];
static char* held_back;
static size_t held_back_bytes;
static off_t bytes_before;
static bool stuck;

static int open_in_folder(const char* name, int flags) {
    char path[sizeof folder + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return open(path, flags | O_CLOEXEC, 0600);
}

void remember_store(wms_str data_dir) {
    if (data_dir.ptr != NULL && data_dir.len < sizeof folder) {
        memcpy(folder, data_dir.ptr, data_dir.len);
        folder[data_dir.len] = '\0';
    }
}

/* Puts back what is missing, and notes where the next document will begin. */
void before_change(void) {
    if (!breaks("accepts_before_it_is_on_disk")) {
        return;
    }
    const int file = open_in_folder("documents.log", O_WRONLY | O_APPEND);
    if (held_back != NULL && file >= 0) {
        const ssize_t written = write(file, held_back, held_back_bytes);
        (void)written;
        free(held_back);
        held_back = NULL;
    }
    bytes_before = file >= 0 ? lseek(file, 0, SEEK_END) : 0;
    close(file);
}

void after_submit(wms_status status) {
    if (!breaks("accepts_before_it_is_on_disk") || status != WMS_OK) {
        return;
    }
    const int file = open_in_folder("documents.log", O_RDWR);
    const off_t end = lseek(file, 0, SEEK_END);
    held_back_bytes = (size_t)(end - bytes_before);
    held_back = malloc(held_back_bytes);
    const ssize_t taken = pread(file, held_back, held_back_bytes, bytes_before);
    const int cut = ftruncate(file, bytes_before);
    (void)taken;
    (void)cut;
    close(file);
}

void open_mark(void) {
    const int file = open_in_folder("open", O_WRONLY | O_CREAT);
    close(file);
}

void close_mark(void) {
    char path[sizeof folder + 64];
    snprintf(path, sizeof path, "%s/open", folder);
    unlink(path);
    stuck = false;
}

void look_for_mark(void) {
    const int file = open_in_folder("open", O_RDONLY);
    stuck = stuck || file >= 0;
    if (file >= 0) {
        close(file);
    }
}

bool is_stuck(void) {
    return stuck;
}
