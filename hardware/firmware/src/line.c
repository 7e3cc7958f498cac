#include "line.h"

#include <avr/pgmspace.h>

#define ACK 0x06

static const char greeting[] PROGMEM = "Ada\nACK\n";
#define GREETING_BYTES (sizeof greeting - 1)

uint8_t line_ring[RING_BYTES];
uint8_t *line_in;
uint8_t *line_out;
uint16_t line_room;
uint8_t line_status;
bool line_overflowed;

static uint8_t greeting_left;
static uint8_t acks_due;

static void empty(void) {
	line_in = line_out = line_ring;
	line_room = RING_BYTES;
}

void line_start(void) {
	empty();
	UBRR0 = BAUD_DIVISOR - 1;
	UCSR0A = _BV(U2X0);
	UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
	UCSR0B = _BV(RXEN0) | _BV(TXEN0);
}

bool line_spoiled(void) {
	if (!line_overflowed && !(line_status & (_BV(FE0) | _BV(DOR0)))) return false;
	line_overflowed = false;
	line_status = 0;
	empty();
	return true;
}

void line_transmit(void) {
	if (!(UCSR0A & _BV(UDRE0))) return;
	if (greeting_left > 0) {
		UDR0 = pgm_read_byte(&greeting[GREETING_BYTES - greeting_left]);
		greeting_left--;
	} else if (acks_due > 0) {
		UDR0 = ACK;
		acks_due--;
	}
}

void line_greet(void) { greeting_left = GREETING_BYTES; }

void line_acknowledge(void) { acks_due++; }
