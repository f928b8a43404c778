/* How long expressions may be evaluated. Evaluation asks (platform/xpath-patience.transform.mjs) and ends with LY_EDENIED. */
#include <stdint.h>
#include <time.h>

#include <libyang.h>
#include "ly_common.h"

#include "export.h"

/* The clock costs more than a step. */
enum { STEPS_PER_LOOK = 4096 };

/* 0: as long as they want */
static uint64_t deadline_ms;
static uint32_t steps;

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* From now on, until the next call; 0 for no limit. */
EXPORT(lyw_xpath_set_patience) void lyw_xpath_set_patience(uint32_t milliseconds)
{
    deadline_ms = milliseconds ? now_ms() + milliseconds : 0;
    steps = 0;
}

LY_ERR xpath_patience(const struct ly_ctx *context)
{
    if (!deadline_ms || ++steps % STEPS_PER_LOOK || now_ms() < deadline_ms) {
        return LY_SUCCESS;
    }
    LOGERR(context, LY_EDENIED, "The evaluation takes too long.");
    return LY_EDENIED;
}
