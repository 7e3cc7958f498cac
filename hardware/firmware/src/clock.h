/* Time in ticks of 16 us, from Timer 1. It wraps after 1.048 s: compare differences, and sooner. */
#ifndef CLOCK_H
#define CLOCK_H

#include <avr/io.h>
#include <stdint.h>

#include "config.h"

#define CLOCK_DIVISOR 256
#define TICKS_OF_MS(ms) ((uint16_t)((uint32_t)(ms) * (F_CPU / 1000) / CLOCK_DIVISOR))

/* Rounded up, and one more: the first tick may be almost over when it is counted. */
#define TICKS_OVER_US(us) ((uint16_t)((uint32_t)(us) * (F_CPU / 1000000) / CLOCK_DIVISOR + 2))

static inline void clock_start(void) {
	TCCR1A = 0;
	TCCR1B = _BV(CS12);
}

static inline uint16_t clock_now(void) { return TCNT1; }

#endif
