import { ClosedError, messageOf, safe, UsageError } from "@gw-sim/core";
import type {
	GroupChanges,
	GroupView,
	PublicGroup,
	PuffDeviceState,
	UserChanges,
} from "@gw-sim/protocols/puff";
import { orAborted } from "../deferred.js";
import { Emitter } from "../emitter.js";
import type { Signalled } from "../signalled.js";
import { Conversation } from "./conversation.js";
import type { CreatedGroup, PuffClientEvents, PuffLink, PuffSession } from "./events.js";
import { type PuffClientOptions, puffClientSettings } from "./options.js";
import {
	outgoingDevice,
	outgoingEdit,
	outgoingGroupId,
	outgoingName,
	outgoingUser,
} from "./outgoing.js";
import { notOnline, Requests } from "./requests.js";

/**
 * A device's, or a watcher's, connection to a group heating gateway. It keeps its heartbeat and comes
 * back after every loss in steps of 1, 2, 5, 10, then 15 s: under its name, into its group, with all
 * that its device has told.
 * @example
 * const puff = new PuffClient({ url: "ws://127.0.0.1:4000/socket", name: "Ada" });
 * puff.on("startHeating", ({ watcher }) => console.log(watcher ? "look on" : "heat"));
 * await puff.connect();
 * const { groupId } = await puff.createGroup("Tuesday");
 * await puff.joinGroup(groupId);
 * puff.sendDeviceState({ state: 5, temperature: 24, battery: 80, totalDabs: 420 });
 */
export class PuffClient implements AsyncDisposable {
	readonly #emitter: Emitter<PuffClientEvents>;
	readonly #requests: Requests;
	readonly #conversation: Conversation;
	#disposed = false;

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: PuffClientOptions) {
		const settings = puffClientSettings(options);
		this.#requests = new Requests(settings.rules);
		this.#emitter = new Emitter((event, error) => this.#listenerFailed(event, error));
		this.#conversation = new Conversation({
			settings,
			emitter: this.#emitter,
			settle: (id, outcome) => this.#requests.settle(id, outcome),
		});
	}

	/** How far the connection is. */
	get link(): PuffLink {
		return this.#conversation.link;
	}

	/** The gateway's hello; null while there is no connection. */
	get session(): PuffSession | null {
		return this.#conversation.session;
	}

	/** The group that this client is in, which changes as the gateway tells; null while it is in none. */
	get group(): GroupView | null {
		return this.#conversation.group;
	}

	/** The id of the group that this client is in, or comes back to by itself; null for none. */
	get groupId(): string | null {
		return this.#conversation.memory.group;
	}

	/** All that `sendDeviceState` was given so far. */
	get device(): PuffDeviceState {
		return this.#conversation.memory.device;
	}

	/** The public groups as the gateway last told them, which it does on changes alone; null before. */
	get publicGroups(): readonly PublicGroup[] | null {
		return this.#conversation.publicGroups;
	}

	/** Adds a listener; what is returned takes it away. */
	on<Name extends keyof PuffClientEvents & string>(
		event: Name,
		listener: (value: PuffClientEvents[Name]) => void,
	): () => void {
		return this.#emitter.on(event, listener);
	}

	/**
	 * Connects, and goes on trying until the gateway said hello; at once where it has.
	 * @throws PuffRefusedError `refused` where it will not have this client; ClosedError `closed` when
	 * `disconnect` is called meanwhile, `gave-up` after `maxRetries`; the signal's reason when that is
	 * aborted, which disconnects.
	 */
	async connect({ signal }: Signalled = {}): Promise<PuffSession> {
		signal?.throwIfAborted();
		if (this.#disposed) throw new UsageError("this client is disposed of: make a new one");
		return orAborted(this.#conversation.connect(), signal, () => void this.disconnect());
	}

	/**
	 * Closes with 1000; resolves when the socket is closed, or was cut for not closing. A later
	 * `connect` goes back into the group.
	 */
	async disconnect(): Promise<void> {
		await this.#conversation.disconnect();
	}

	/** Cuts the connection, as a lost network would; the client comes back by itself. */
	drop(): void {
		this.#conversation.drop();
	}

	/**
	 * Creates a group, without going there; without a name, or with a blank one, the gateway chooses.
	 * @throws PuffRefusedError `refused`; ClosedError `not-online`, `closed`; TimeoutError `timeout`;
	 * UsageError `too-many`, `bad-usage`; the signal's reason.
	 */
	async createGroup(name?: string, { signal }: Signalled = {}): Promise<CreatedGroup> {
		const given = name === undefined ? "" : outgoingName(name, "name");
		const what = "create a group";
		return this.#requests.start(what, signal, (id) => {
			if (this.#disposed) this.#requests.settle(id, { ok: false, why: "not-online" });
			else
				this.#conversation.dispatch({
					type: "create",
					id,
					name: given.trim() === "" ? null : given,
				});
		});
	}

	/**
	 * Goes into a group, out of another where there is one; at once where it is there already. From
	 * then on the client comes back to it by itself, after every loss and every 5 s until it succeeds.
	 * @throws ClosedError `left` when `leaveGroup` is called meanwhile; and as `createGroup`.
	 */
	async joinGroup(groupId: string, { signal }: Signalled = {}): Promise<GroupView> {
		outgoingGroupId(groupId);
		signal?.throwIfAborted();
		const { group } = this;
		if (group?.groupId === groupId) return group;
		await this.#requests.start(`join group ${safe(groupId, 40)}`, signal, (id) => {
			if (this.#disposed) this.#requests.settle(id, { ok: false, why: "not-online" });
			else this.#conversation.dispatch({ type: "join", id, groupId });
		});
		const joined = this.group;
		if (joined?.groupId === groupId) return joined;
		throw new ClosedError(`out of group ${safe(groupId, 40)} again as soon as in`, {
			code: "left",
		});
	}

	/** Leaves the group, or ends coming back to it. Off line it is enough to forget it. */
	leaveGroup(): void {
		if (!this.#disposed) this.#conversation.dispatch({ type: "leave" });
	}

	/**
	 * Tells the group what changed on the device. Remembered whatever the link is: right after every
	 * JOINED_GROUP the client tells all of it, and until then nothing.
	 * @throws UsageError for what JSON cannot hold.
	 */
	sendDeviceState(changes: PuffDeviceState): void {
		const outgoing = outgoingDevice(changes);
		if (!this.#disposed) this.#conversation.dispatch({ type: "device", changes: outgoing });
	}

	/**
	 * Tells the others who this is. Remembered whatever the link is, and told on every connection.
	 * @throws UsageError for what the gateway would refuse.
	 */
	setUser(changes: UserChanges): void {
		const outgoing = outgoingUser(changes);
		if (!this.#disposed) this.#conversation.dispatch({ type: "user", changes: outgoing });
	}

	/**
	 * Renames the group, or makes it public or private; `group` tells that it is done.
	 * @throws ClosedError `not-online`; UsageError `not-in-group`, `bad-usage`.
	 */
	editGroup(changes: GroupChanges): void {
		const outgoing = outgoingEdit(changes);
		this.#assertInGroup("edit");
		this.#conversation.dispatch({ type: "edit", changes: outgoing });
	}

	/**
	 * Asks everybody in the group to get ready to heat.
	 * @throws ClosedError `not-online`; UsageError `not-in-group`.
	 */
	inquire(): void {
		this.#assertInGroup("inquire");
		this.#conversation.dispatch({ type: "inquire" });
	}

	/** Disconnects and releases everything; the client cannot be used again. */
	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed = true;
		await this.disconnect();
		this.#conversation.stop();
	}

	#assertInGroup(what: string): void {
		if (this.#disposed || !this.#conversation.isLive) throw notOnline(what);
		if (this.group === null)
			throw new UsageError(`${what} was not sent: join a group first`, { code: "not-in-group" });
	}

	#listenerFailed(event: string, error: unknown): void {
		// A listener for problems that throws would be told of itself for ever.
		if (event === "problem") return;
		const message = `a listener for "${event}" threw: ${safe(messageOf(error))}`;
		this.#emitter.emit("problem", { code: "listener", message });
	}
}
