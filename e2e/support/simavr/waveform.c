/* Runs a firmware on simavr's ATmega328P as a host that waits for each acknowledgement.
 *
 * usage: waveform FIRMWARE.hex <FRAMES
 * FRAMES: each frame's length in two bytes, low byte first, then its bytes.
 * Prints the cycle of each edge on PD6, the first one rising, then a line "stack BYTES". */
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOCK_HZ 16000000
#define MOST_SECONDS 10
#define SETTLE_CYCLES (CLOCK_HZ / 1000)
#define ACK 6
#define RAM_END 0x8ff

static avr_t *avr;
static avr_irq_t *input;
static avr_cycle_count_t ends_at = (avr_cycle_count_t)CLOCK_HZ * MOST_SECONDS;

/* Of the frame that is being sent. simavr's UART holds 64 bytes and says when they are enough. */
static uint8_t frame[65536];
static size_t length;
static size_t sent;
static int is_full;

static void feed(void) {
	while (!is_full && sent < length) avr_raise_irq(input, frame[sent++]);
}

static void next_frame(void) {
	int low = getchar();
	int high = getchar();
	if (high == EOF) {
		ends_at = avr->cycle + SETTLE_CYCLES;
		return;
	}
	length = (size_t)low | (size_t)high << 8;
	sent = 0;
	if (fread(frame, 1, length, stdin) != length) {
		fputs("the last frame is cut\n", stderr);
		exit(2);
	}
	feed();
}

static void on_room(avr_irq_t *irq, uint32_t value, void *param) {
	(void)irq, (void)value, (void)param;
	is_full = 0;
	feed();
}

static void on_full(avr_irq_t *irq, uint32_t value, void *param) {
	(void)irq, (void)value, (void)param;
	is_full = 1;
}

static void on_byte(avr_irq_t *irq, uint32_t value, void *param) {
	(void)irq, (void)param;
	static int lines;
	if (value == ACK || (value == '\n' && ++lines == 2)) next_frame();
}

static void on_edge(avr_irq_t *irq, uint32_t value, void *param) {
	(void)irq, (void)param;
	static uint32_t before;
	if (value != before) printf("%llu\n", (unsigned long long)avr->cycle);
	before = value;
}

int main(int argc, char **argv) {
	if (argc != 2) return 2;
	avr = avr_make_mcu_by_name("atmega328p");
	if (avr == NULL) return 3;
	avr_init(avr);
	avr->frequency = CLOCK_HZ;
	uint32_t size, start;
	uint8_t *code = read_ihex_file(argv[1], &size, &start);
	if (code == NULL) return 2;
	memcpy(avr->flash + start, code, size);
	avr->codeend = avr->flashend;

	uint32_t flags = 0;
	avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
	input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_room, NULL);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_full, NULL);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_byte, NULL);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 6), on_edge, NULL);

	int deepest = RAM_END;
	while (avr->cycle < ends_at) {
		int state = avr_run(avr);
		if (state == cpu_Done || state == cpu_Crashed) return 4;
		int pointer = avr->data[R_SPL] | avr->data[R_SPH] << 8;
		if (pointer != 0 && pointer < deepest) deepest = pointer;
	}
	printf("stack %d\n", RAM_END - deepest);
	return 0;
}
