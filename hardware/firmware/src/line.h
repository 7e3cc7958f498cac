/* The serial line: a ring of received bytes, and what is sent back to the host.
 *
 * Nothing here uses interrupts: one could stretch a pulse to the strip. The main loop and the
 * strip's writer look for received bytes often enough to find each one before it is overrun. */
#ifndef LINE_H
#define LINE_H

#include <avr/io.h>
#include <stdbool.h>
#include <stdint.h>

#include "config.h"

void line_start(void);

/* The ring, and what came with its bytes. Here because the strip's writer has a look of its own,
 * and because the two functions below run once a byte and must not cost calls. */
extern uint8_t line_ring[RING_BYTES];
extern uint8_t *line_in;
extern uint8_t *line_out;
extern uint16_t line_room;
extern uint8_t line_status;
extern bool line_overflowed;

/* Moves a byte that has arrived, if any, to the ring. */
static inline void line_receive(void) {
	/* The flags of a byte are gone once it has been read. */
	uint8_t status = UCSR0A;
	if (!(status & _BV(RXC0))) return;
	uint8_t byte = UDR0;
	line_status |= status;
	if (line_room == 0) {
		line_overflowed = true;
		return;
	}
	line_room--;
	uint8_t *in = line_in;
	*in++ = byte;
	line_in = in == line_ring + RING_BYTES ? line_ring : in;
}

/* The oldest byte of the ring; false where it is empty. */
static inline bool line_take(uint8_t *byte) {
	if (line_room == RING_BYTES) return false;
	line_room++;
	uint8_t *out = line_out;
	*byte = *out++;
	line_out = out == line_ring + RING_BYTES ? line_ring : out;
	return true;
}

/* Whether bytes have been lost or garbled since the last call. If so the ring is emptied: nobody
 * knows any more which of its bytes belong together. */
bool line_spoiled(void);

/* Sends what is due, never waits. */
void line_transmit(void);

/* "Ada\nACK\n": ready for a header; nothing that was sent before will be acknowledged. */
void line_greet(void);

/* One byte, 0x06: a frame has been shown. */
void line_acknowledge(void);

#endif
