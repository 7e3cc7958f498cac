/* What may be chosen when the firmware is built (`make OPTIONS="-DMAX_LEDS=144"`), and what must
 * hold between the choices. Read by C and by the assembler. */
#ifndef CONFIG_H
#define CONFIG_H

#ifndef F_CPU
#define F_CPU 16000000
#endif

/* Bits a second on the serial line, 8N1. */
#ifndef BAUD
#define BAUD 115200
#endif

/* LEDs that a frame can light; those that a header announces above it are read and left out. */
#ifndef MAX_LEDS
#define MAX_LEDS 300
#endif

/* Received bytes that wait while the strip is written. */
#ifndef RING_BYTES
#define RING_BYTES 768
#endif

/* Seconds without a whole frame until the strip goes dark; 0 keeps the last picture. */
#ifndef BLANK_S
#define BLANK_S 15
#endif

/* Silence after which a frame that is not whole is dropped. */
#ifndef GAP_MS
#define GAP_MS 50
#endif

/* Silence that proves a frame whose last bytes look like a header to have ended: twice the
 * millisecond in which a full-speed USB host serves its devices. */
#ifndef DOUBT_MS
#define DOUBT_MS 2
#endif

/* Low time before the strip takes another frame: 50 us in the first WS2812B, 280 us in later ones. */
#ifndef RESET_US
#define RESET_US 300
#endif

/* Low time after which a frame is acknowledged; less than RESET_US. */
#ifndef LATCH_US
#define LATCH_US 50
#endif

/* 0 for boards whose bootloader does not survive a watchdog reset (see README.md). */
#ifndef WATCHDOG
#define WATCHDOG 1
#endif

/* Arduino's D6. */
#define STRIP_BIT 6

/* As long as the clock can tell. */
#define HELLO_MS 1000

/* Double-speed mode, rounded to the nearest divisor. */
#define BAUD_DIVISOR ((F_CPU / 4 / BAUD + 1) / 2)
#define CHAR_CYCLES (BAUD_DIVISOR * 8 * 10)

/* The longest that strip_send takes for a byte, over the three of a LED. */
#define STRIP_BYTE_CYCLES 177

#if F_CPU != 16000000
#error "the strip's timing is written for 16 MHz"
#endif

#if MAX_LEDS < 1 || MAX_LEDS > 500
#error "MAX_LEDS must be 1 to 500: three bytes a LED out of 2048 bytes of memory"
#endif

/* The two ends may differ by 4 % over a character's ten bits; we take a little over half of it. */
#define BAUD_BY_DIVISOR (8 * BAUD_DIVISOR * BAUD)
#if (F_CPU - BAUD_BY_DIVISOR) * 40 > BAUD_BY_DIVISOR || (BAUD_BY_DIVISOR - F_CPU) * 40 > BAUD_BY_DIVISOR
#error "16 MHz cannot make this BAUD: use 115200, 250000 or 500000"
#endif

/* The main loop takes up to 170 cycles over a byte; at 1000000 baud one comes each 160. */
#if BAUD > 500000
#error "above 500000 baud bytes would be lost while others are looked at"
#endif

/* What comes while the strip is written has to fit; the rest of a frame is taken as it comes. */
#if 3 * MAX_LEDS * STRIP_BYTE_CYCLES / CHAR_CYCLES + 16 > RING_BYTES
#error "RING_BYTES is too small for this BAUD and MAX_LEDS: bytes would be lost while the strip is written"
#endif

/* The other variables and the stack take 62 bytes. */
#if 3 * MAX_LEDS + RING_BYTES > 2048 - 192
#error "MAX_LEDS and RING_BYTES together do not fit into the memory"
#endif

#endif
