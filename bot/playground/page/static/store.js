// What the page knows: the server's state, kept up by its events. Views listen by name.

class Store extends EventTarget {
  me = null;
  guild = null;
  roles = new Map();
  users = new Map();
  online = new Set();
  channels = new Map();
  messages = new Map(); // channel id → Map of message id → message, oldest first
  commands = [];
  bot = null; // "starting", "running", "stopping" or "stopped"; null where there is no switch
  busy = new Set(); // "message:custom_id" of buttons whose interaction is on its way
  current = null;
  unread = new Set();

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  hear(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  get self() {
    return this.users.get(this.me);
  }

  list(channelId) {
    return this.messages.get(channelId) ?? new Map();
  }

  show(channelId) {
    if (!this.channels.has(channelId)) return;
    this.current = channelId;
    this.unread.delete(channelId);
    this.tell("channel");
    this.tell("channels");
  }

  receive(event) {
    const handler = HANDLERS[event.t];
    if (handler) handler(this, event.d ?? event);
  }
}

const byId = (rows) => new Map((rows ?? []).map((row) => [row.id, row]));

const HANDLERS = {
  state(store, state) {
    store.me = state.me;
    store.guild = state.guild;
    store.roles = byId(state.roles);
    store.users = byId(state.users);
    store.online = new Set(state.online);
    store.channels = byId(state.channels);
    store.commands = state.commands ?? [];
    store.bot = state.bot ?? null;
    store.messages = new Map(
      Object.entries(state.messages ?? {}).map(([id, rows]) => [id, byId(rows)]),
    );
    store.busy.clear();
    if (!store.channels.has(store.current)) {
      const first = [...store.channels.values()].find((one) => one.type === 0);
      store.current = first?.id ?? state.channels?.[0]?.id ?? null;
    }
    store.tell("state");
    store.tell("bot");
  },
  bot(store, { state }) {
    store.bot = state;
    store.tell("bot");
  },
  message_create(store, message) {
    if (message.author) store.users.set(message.author.id, { ...store.users.get(message.author.id), ...message.author });
    if (!store.messages.has(message.channel_id)) store.messages.set(message.channel_id, new Map());
    const known = store.list(message.channel_id);
    const fresh = !known.has(message.id);
    known.set(message.id, message);
    if (fresh && message.channel_id !== store.current) {
      store.unread.add(message.channel_id);
      store.tell("channels");
    }
    store.tell("message", { message, fresh });
  },
  message_update(store, message) {
    HANDLERS.message_create(store, { ...store.list(message.channel_id).get(message.id), ...message });
  },
  message_delete(store, { id, channel_id: channelId }) {
    store.list(channelId).delete(id);
    store.tell("gone", { id, channelId });
  },
  reaction(store, detail) {
    const message = store.list(detail.channel_id).get(detail.message_id);
    if (!message) return;
    const key = detail.emoji.id ?? detail.emoji.name;
    const reactions = (message.reactions ?? []).map((one) => ({ ...one }));
    let row = reactions.find((one) => (one.emoji.id ?? one.emoji.name) === key);
    if (!row) reactions.push((row = { emoji: detail.emoji, count: 0, me: false }));
    row.count += detail.on ? 1 : -1;
    if (detail.user_id === store.me) row.me = detail.on;
    message.reactions = reactions.filter((one) => one.count > 0);
    store.tell("message", { message, fresh: false });
  },
  typing(store, detail) {
    if (detail.user_id !== store.me) store.tell("typing", detail);
  },
  presence(store, { user_id: id, status }) {
    if (status === "online") store.online.add(id);
    else store.online.delete(id);
    store.tell("channels");
  },
  channel(store, channel) {
    store.channels.set(channel.id, channel);
    store.tell("channels");
  },
  channel_delete(store, { id }) {
    store.channels.delete(id);
    if (store.current === id) store.show(store.channels.keys().next().value);
    store.tell("channels");
  },
  commands(store, commands) {
    store.commands = Array.isArray(commands) ? commands : commands.commands ?? [];
    store.tell("commands");
  },
  interaction(store, detail) {
    const key = `${detail.message_id}:${detail.name}`;
    if (detail.state === "sent") store.busy.add(key);
    else store.busy.delete(key);
    store.tell("interaction", detail);
  },
  choices(store, detail) {
    store.tell("choices", detail);
  },
  refused(store, detail) {
    store.tell("notice", detail.message);
  },
};

export const store = new Store();
