#include "frame.h"

#include <string.h>

#include "clock.h"
#include "line.h"

uint8_t frame_memory[FRAME_HEADER_BYTES + FRAME_PIXEL_BYTES];
uint16_t frame_leds;

/* HUNTING for a header. FILLING the picture. SKIPPING what is beyond it. DOUBTING whether the
 * payload was whole, or short and has run into the next frame. */
static enum { HUNTING, FILLING, SKIPPING, DOUBTING } state;

/* The last bytes, newest last, of all but a payload's: a header is found wherever it begins. */
static uint8_t last[FRAME_HEADER_BYTES];

/* Number of the frame's last LED, the first being 0, and the checksum over it: as in the header. */
static uint16_t last_led;
static uint8_t check;

/* Where the next byte goes, and where the picture ends. */
static uint8_t *fill;
static uint8_t *fill_end;

/* Payload bytes beyond the picture, still to come. */
static uint32_t beyond;

/* Where the next frame's payload began within this one's, if this one is short; else 0. */
static uint8_t *inner;

/* Bytes since the payload's end. */
static uint8_t doubted;

static void remember(uint8_t byte) {
	last[0] = last[1];
	last[1] = last[2];
	last[2] = last[3];
	last[3] = last[4];
	last[4] = last[5];
	last[5] = byte;
}

static bool letters(const uint8_t *at) { return at[0] == 'A' && at[1] == 'd' && at[2] == 'a'; }

static uint16_t number(const uint8_t *header) { return (uint16_t)header[3] << 8 | header[4]; }

static bool is_header(const uint8_t *at) {
	return letters(at) && (at[3] ^ at[4] ^ 0x55) == at[5];
}

static bool ends_like_header(void) {
	return last[5] == 'A' || (last[4] == 'A' && last[5] == 'd') || letters(last + 3) ||
	       letters(last + 2) || letters(last + 1);
}

static void expect(uint16_t led) {
	last_led = led;
	check = (uint8_t)(led >> 8 ^ led ^ 0x55);
	uint16_t leds = led < MAX_LEDS ? led + 1 : MAX_LEDS;
	beyond = 3 * ((uint32_t)led + 1 - leds);
	fill = frame_pixels;
	fill_end = frame_pixels + 3 * leds;
	inner = 0;
	state = FILLING;
}

static bool stands(void) {
	frame_leds = last_led < MAX_LEDS ? last_led + 1 : MAX_LEDS;
	return true;
}

static bool end(void) {
	if (inner != 0 || ends_like_header()) {
		doubted = 0;
		state = DOUBTING;
		return false;
	}
	state = HUNTING;
	return stands();
}

static bool picture_ends(void) {
	if (beyond > 0) {
		inner = 0;
		state = SKIPPING;
		return false;
	}
	memcpy(last, fill - FRAME_HEADER_BYTES, FRAME_HEADER_BYTES);
	return end();
}

static bool put(uint8_t byte) {
	uint8_t *to = fill;
	*to++ = byte;
	fill = to;
	if (byte == check) {
		const uint8_t *header = to - FRAME_HEADER_BYTES;
		if (is_header(header) && number(header) == last_led) inner = to;
	}
	return to == fill_end && picture_ends();
}

static bool skip(uint8_t byte) {
	remember(byte);
	return --beyond == 0 && end();
}

/* What came after the header within the short frame, and since its end, is the next frame's. */
static bool resume_inner(void) {
	const uint8_t *from = inner;
	const uint8_t *until = fill;
	expect(last_led);
	uint8_t *to = frame_pixels;
	while (from != until) {
		*to++ = *from++;
		/* Half a millisecond and more for a long frame: the line cannot wait for that. */
		line_receive();
	}
	for (uint8_t i = 0; i < doubted; i++) *to++ = last[FRAME_HEADER_BYTES - doubted + i];
	fill = to;
	return to == fill_end && picture_ends();
}

/* Whether the bytes since the payload's end can be the beginning of a header. */
static bool may_follow(void) {
	if (doubted == FRAME_HEADER_BYTES) return is_header(last);
	return doubted > 3 || last[5] == (doubted == 1 ? 'A' : doubted == 2 ? 'd' : 'a');
}

static bool doubt(uint8_t byte) {
	remember(byte);
	doubted++;
	bool is_last = doubted == FRAME_HEADER_BYTES;
	if (!is_last && is_header(last) && number(last) == last_led) {
		/* It has begun in the payload. Another count would be that of a picture's own bytes. */
		expect(last_led);
		return false;
	}
	bool follows = may_follow();
	if (inner != 0 && !follows) return resume_inner();
	if (!is_last) return false;
	stands();
	state = HUNTING;
	if (follows) expect(number(last));
	return true;
}

bool frame_take(uint8_t byte) {
	switch (state) {
	case FILLING:
		return put(byte);
	case SKIPPING:
		return skip(byte);
	case DOUBTING:
		return doubt(byte);
	case HUNTING:
		remember(byte);
		if (is_header(last)) expect(number(last));
	}
	return false;
}

bool frame_wait(uint16_t silence) {
	if (state == DOUBTING && silence >= TICKS_OF_MS(DOUBT_MS)) {
		/* The payload's bytes are no part of a header that has begun after it. */
		for (uint8_t i = 0; i < FRAME_HEADER_BYTES - doubted; i++) last[i] = 0;
		state = HUNTING;
		return stands();
	}
	if (silence >= TICKS_OF_MS(GAP_MS)) frame_drop();
	return false;
}

void frame_drop(void) {
	for (uint8_t i = 0; i < FRAME_HEADER_BYTES; i++) last[i] = 0;
	state = HUNTING;
}

bool frame_awaited(void) { return state == HUNTING; }
