// The page's own labels, English and German by the browser's language.

const ENGLISH = {
  server: "Server", channels: "Text channels", message: "Message {where}", bot: "APP",
  today: "Today at {time}", yesterday: "Yesterday at {time}", edited: "(edited)",
  thinking: "{name} is thinking…", failed: "The application did not respond",
  only_you: "Only you can see this", dismiss: "Dismiss message", used: "used",
  typing: "{name} is typing…", reply: "Reply", copy: "Copy text", delete: "Delete message",
  react: "Add reaction", apps: "Apps", more: "More", replying: "Replying to {name}",
  cancel: "Cancel", submit: "Submit", choose: "Make a selection", required: "This field is required",
  no_choices: "No options match your search", commands: "Commands matching {text}",
  optional: "optional", offline: "Connection lost. Trying again…", theme: "Light or dark",
  world: "Sample world", panel: "Show or hide the sample world",
  world_note: "Figures from October 2021, written for this demo.",
  advance: "+ 1 hour", next_day: "Next day", reuters: "Reuters publishes",
  correction: "A correction appears", hostile: "A hostile headline", fault: "Fault", jump: "Price jumps", source: "Source",
  goes: "goes down", fault_down: "answers 503", fault_hang: "hangs", fault_limited: "answers 429",
  fault_garbage: "sends nonsense", break: "Take it down", mend: "Bring it back",
  reset: "Undo all of it", company: "Company", happened: "What happened", nothing: "Nothing yet.",
  all_up: "All sources answer.", try: "Try:", original_gone: "The original message was deleted",
  spoiler: "Spoiler, click to show", attachment: "Attachment", votes: "{count} votes", vote_single: "1 vote",
  vote: "Vote", poll_one: "Select one answer", poll_many: "Select one or more answers",
  new_messages: "Jump to present", beginning: "Welcome to #{name}!",
  beginning_dm: "This is the beginning of your direct messages with {name}.",
  intro: "This is a Discord on your own machine. The bot in it is the real one.",
  live: "Real sources", message_log: "Messages", options: "Options", send: "Send",
  more_options: "+{count} optional", error: "Something went wrong: {text}", online: "Online",
  percent: "Percent", minutes: "+ 10 minutes", to_close: "To the close",
  bot_stop: "Stop the bot", bot_start: "Start the bot",
  bot_running: "The bot runs.", bot_starting: "The bot is starting …", bot_stopping: "The bot is stopping …",
  bot_stopped: "The bot is stopped.",
  bot_off: "The bot is stopped. What you write now, and what it still has to send, waits until it starts.",
};

const GERMAN = {
  server: "Server", channels: "Textkanäle", message: "Nachricht an {where}", bot: "APP",
  today: "heute um {time}", yesterday: "gestern um {time}", edited: "(bearbeitet)",
  thinking: "{name} überlegt …", failed: "Die Anwendung hat nicht reagiert",
  only_you: "Nur du kannst das sehen", dismiss: "Nachricht verwerfen", used: "benutzte",
  typing: "{name} schreibt …", reply: "Antworten", copy: "Text kopieren", delete: "Nachricht löschen",
  react: "Reaktion hinzufügen", apps: "Apps", more: "Mehr", replying: "Antwort an {name}",
  cancel: "Abbrechen", submit: "Absenden", choose: "Triff eine Auswahl",
  required: "Dieses Feld ist erforderlich", no_choices: "Keine passenden Optionen",
  commands: "Befehle zu {text}", optional: "optional",
  offline: "Verbindung verloren. Neuer Versuch …", theme: "Hell oder dunkel",
  world: "Beispielwelt", panel: "Beispielwelt zeigen oder verbergen",
  world_note: "Kurse vom Oktober 2021, für diese Vorführung geschrieben.",
  advance: "+ 1 Stunde", next_day: "Nächster Tag", reuters: "Reuters meldet",
  correction: "Eine Korrektur erscheint", hostile: "Eine böse Schlagzeile", fault: "Fehler",
  jump: "Kurssprung", source: "Quelle",
  goes: "fällt aus", fault_down: "antwortet 503", fault_hang: "hängt",
  fault_limited: "antwortet 429", fault_garbage: "sendet Unsinn", break: "Ausfallen lassen",
  mend: "Zurückbringen", reset: "Alles zurücknehmen", company: "Unternehmen",
  happened: "Was geschah", nothing: "Noch nichts.", all_up: "Alle Quellen antworten.",
  try: "Probiere:", original_gone: "Die ursprüngliche Nachricht wurde gelöscht",
  spoiler: "Spoiler, zum Zeigen klicken", attachment: "Anhang", votes: "{count} Stimmen", vote_single: "1 Stimme",
  vote: "Abstimmen", poll_one: "Wähle eine Antwort", poll_many: "Wähle eine oder mehrere Antworten",
  new_messages: "Zu den neuesten", beginning: "Willkommen in #{name}!",
  beginning_dm: "Dies ist der Anfang deiner Direktnachrichten mit {name}.",
  intro: "Ein Discord auf deinem eigenen Rechner. Der Bot darin ist der echte.",
  live: "Echte Quellen", message_log: "Nachrichten", options: "Optionen", send: "Senden",
  more_options: "+{count} optional", error: "Etwas ging schief: {text}", online: "Online",
  percent: "Prozent", minutes: "+ 10 Minuten", to_close: "Zum Handelsschluss",
  bot_stop: "Bot anhalten", bot_start: "Bot starten",
  bot_running: "Der Bot läuft.", bot_starting: "Der Bot startet …", bot_stopping: "Der Bot hält an …",
  bot_stopped: "Der Bot steht.",
  bot_off: "Der Bot steht. Was du jetzt schreibst und was er noch zu senden hat, wartet auf seinen Start.",
};

export const german = navigator.language.toLowerCase().startsWith("de");
export const locale = german ? "de" : "en-US";

/** The label of that name, its placeholders filled in. */
export function say(name, values = {}) {
  const text = (german ? GERMAN : ENGLISH)[name] ?? ENGLISH[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** The name or description of a command or option in the person's language. */
export function localized(thing, field) {
  return thing[`${field}_localizations`]?.[locale] ?? thing[field];
}
