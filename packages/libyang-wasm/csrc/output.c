/* One growing buffer for the bytes of the last call. See output.h. */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "export.h"

#define FIRST_CAPACITY ((size_t)4096)
/* A larger buffer is not kept for the next call: it was for one large print. */
#define KEPT_CAPACITY ((size_t)4 << 20)
#define RESULTS 4

static char *buffer;
static size_t length_used, capacity;
static bool failed;
static uint32_t results[RESULTS];

void output_reset(void)
{
    length_used = 0;
    failed = false;
    memset(results, 0, sizeof results);
    if (capacity > KEPT_CAPACITY) {
        free(buffer);
        buffer = NULL;
        capacity = 0;
    }
}

static bool reserve(size_t length)
{
    size_t wanted = capacity ? capacity : FIRST_CAPACITY;
    char *grown;

    if (failed) {
        return false;
    }
    if (length <= capacity - length_used) {
        return true;
    }
    while (wanted - length_used < length) {
        if (wanted > SIZE_MAX / 2) {
            failed = true;
            return false;
        }
        wanted *= 2;
    }
    grown = realloc(buffer, wanted);
    if (!grown) {
        failed = true;
        return false;
    }
    buffer = grown;
    capacity = wanted;
    return true;
}

bool output_append(const void *bytes, size_t length)
{
    if (!reserve(length)) {
        return false;
    }
    memcpy(buffer + length_used, bytes, length);
    length_used += length;
    return true;
}

bool output_append_u32(uint32_t number)
{
    return output_append(&number, sizeof number);
}

bool output_append_pointer(const void *pointer)
{
    return output_append_u32((uint32_t)(uintptr_t)pointer);
}

bool output_append_string(const char *string)
{
    return string ? output_append(string, strlen(string) + 1) : output_append("", 1);
}

void output_patch_u32(size_t offset, uint32_t number)
{
    if (!failed) {
        memcpy(buffer + offset, &number, sizeof number);
    }
}

size_t output_length(void)
{
    return length_used;
}

ssize_t output_write(void *user_data, const void *bytes, size_t length)
{
    (void)user_data;
    return output_append(bytes, length) ? (ssize_t)length : -1;
}

LY_ERR output_status(LY_ERR status)
{
    return failed ? LY_EMEM : status;
}

void result_set(unsigned index, const void *pointer)
{
    result_set_u32(index, (uint32_t)(uintptr_t)pointer);
}

void result_set_u32(unsigned index, uint32_t number)
{
    results[index] = number;
}

EXPORT(lyw_output_data) const char *lyw_output_data(void)
{
    return buffer;
}

EXPORT(lyw_output_length) size_t lyw_output_length(void)
{
    return length_used;
}

EXPORT(lyw_result) uint32_t lyw_result(unsigned index)
{
    return index < RESULTS ? results[index] : 0;
}
