/* WS2812B LEDs that follow Adalight frames; ATmega328P at 16 MHz. README.md describes what a host
 * sees of it. */
#include <avr/io.h>
#include <avr/wdt.h>
#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "config.h"
#include "frame.h"
#include "line.h"
#include "strip.h"

static uint16_t strip_ended;
static bool ack_due;
static uint16_t quiet_since;
static uint16_t second_began;
static uint16_t dark_in_s;

#if WATCHDOG
/* After a watchdog reset the watchdog still runs, at its shortest: off before anything else. */
__attribute__((naked, used, section(".init3"))) static void stop_watchdog(void) {
	MCUSR = 0;
	wdt_disable();
}
#endif

static void send(uint16_t leds) {
	strip_send(frame_pixels, leds);
	strip_ended = clock_now();
}

static void go_dark(void) {
	for (uint16_t i = 0; i < FRAME_PIXEL_BYTES; i++) {
		frame_pixels[i] = 0;
		line_receive();
	}
	send(MAX_LEDS);
}

static void show(void) {
	send(frame_leds);
	ack_due = true;
	second_began = strip_ended;
	dark_in_s = BLANK_S;
}

/* Whether the strip has been low for at least so many ticks. */
static bool rested(uint16_t ticks) { return clock_now() - strip_ended >= ticks; }

static void acknowledge(void) {
	if (!ack_due || !rested(TICKS_OVER_US(LATCH_US))) return;
	ack_due = false;
	line_acknowledge();
}

static void count_seconds(void) {
	if (clock_now() - second_began < TICKS_OF_MS(1000)) return;
	second_began += TICKS_OF_MS(1000);
	/* A frame that is arriving owns the picture's memory: it may end well yet. */
	if (dark_in_s == 0 || (dark_in_s == 1 && !frame_awaited())) return;
	dark_in_s--;
	if (dark_in_s == 0) go_dark();
}

/* Nothing has arrived. True: what came before is a whole frame. */
static bool idle(void) {
	uint16_t silence = clock_now() - quiet_since;
	bool whole = frame_wait(silence);
	if (silence >= TICKS_OF_MS(HELLO_MS)) {
		quiet_since = clock_now();
		line_greet();
	}
	if (!whole) count_seconds();
	return whole;
}

/* Takes what has arrived, but not without end: the watchdog waits. True: a frame is whole. */
static bool take_bytes(void) {
	for (uint8_t turns = 32; turns > 0; turns--) {
		uint8_t byte;
		line_receive();
		if (!line_take(&byte)) return idle();
		quiet_since = clock_now();
		if (frame_take(byte)) return true;
	}
	return false;
}

int main(void) {
	DDRD |= _BV(STRIP_BIT);
	clock_start();
	line_start();
	go_dark();
	line_greet();
#if WATCHDOG
	wdt_enable(WDTO_250MS);
#endif

	bool whole = false;
	for (;;) {
		wdt_reset();
		line_transmit();
		acknowledge();
		if (line_spoiled()) frame_drop();
		if (!whole) {
			whole = take_bytes();
		} else if (rested(TICKS_OVER_US(RESET_US))) {
			show();
			whole = false;
		} else {
			line_receive();
		}
	}
}
