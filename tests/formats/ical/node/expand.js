// Reads calendars with the named library: for each line of standard input, a JSON string that is a
// calendar, it prints a line with what its user would see, as [[start, end, title, cancelled], ...],
// instants in UTC.
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import ical from "node-ical";

function withIcalJs(body) {
  const calendar = new ICAL.Component(ICAL.parse(body));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  const masters = events.filter((event) => !event.isRecurrenceException());
  return masters.flatMap((master) => {
    events
      .filter((event) => event.isRecurrenceException() && event.uid === master.uid)
      .forEach((event) => master.relateException(event));
    return occurrences(master);
  });
}

function occurrences(master) {
  if (!master.isRecurring()) {
    return [row(master.startDate.toJSDate(), master.endDate.toJSDate(), master.summary, status(master))];
  }
  const found = [];
  const iterator = master.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    const { item, startDate, endDate } = master.getOccurrenceDetails(next);
    found.push(row(startDate.toJSDate(), endDate.toJSDate(), item.summary, status(item)));
  }
  return found;
}

function status(event) {
  return event.component.getFirstPropertyValue("status");
}

function withNodeIcal(body) {
  const from = new Date("2020-01-01T00:00:00Z");
  const to = new Date("2035-01-01T00:00:00Z");
  return Object.values(ical.sync.parseICS(body))
    .filter((each) => each.type === "VEVENT")
    .flatMap((event) => ical.expandRecurringEvent(event, { from, to }))
    .map(({ start, end, event, summary }) => row(start, end, summary, event.status));
}

function row(start, end, title, state) {
  return [start.toISOString(), end.toISOString(), title, state === "CANCELLED"];
}

const read = { "ical.js": withIcalJs, "node-ical": withNodeIcal }[process.argv[2]];
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(read(JSON.parse(line))) + "\n");
}
