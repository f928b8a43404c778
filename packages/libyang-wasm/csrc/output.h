/*
 * What a call hands back to the host besides its return code: bytes, and up to four pointers or numbers.
 *
 * Both belong to the last exported call that began with output_reset(); the host copies what it needs before the
 * next one. Numbers in the bytes are little-endian, four bytes wide and not aligned; strings end with a NUL.
 */
#ifndef LYW_OUTPUT_H
#define LYW_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <log.h>

/* Empties the bytes and clears the results. */
void output_reset(void);

/* Appends; false when there is no memory, which output_status() then reports too. */
bool output_append(const void *bytes, size_t length);
bool output_append_u32(uint32_t number);
bool output_append_pointer(const void *pointer);

/* Appends a NUL-terminated string; NULL becomes the empty string. */
bool output_append_string(const char *string);

/* Overwrites a number appended earlier, e.g. a count that was not known then. */
void output_patch_u32(size_t offset, uint32_t number);

/* Bytes so far. */
size_t output_length(void);

/* libyang's write callback: appends, ignores the user data. */
ssize_t output_write(void *user_data, const void *bytes, size_t length);

/* `status`, or LY_EMEM when appending failed since the reset. */
LY_ERR output_status(LY_ERR status);

/* Sets one of the results, counted from 0. */
void result_set(unsigned index, const void *pointer);
void result_set_u32(unsigned index, uint32_t number);

#endif
