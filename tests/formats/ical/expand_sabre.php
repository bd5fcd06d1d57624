<?php
// Reads calendars with sabre/vobject, as Nextcloud does: for each line of standard input, a JSON
// string that is a calendar, it prints a line with what its user would see, as
// [[start, end, title, cancelled], ...], instants in UTC. Debian's package is php-sabre-vobject.
error_reporting(E_ALL & ~E_DEPRECATED);
require "/usr/share/php/Sabre/VObject/autoload.php";

$utc = new DateTimeZone("UTC");
while (($line = fgets(STDIN)) !== false) {
    $calendar = Sabre\VObject\Reader::read(json_decode($line));
    $calendar->expand(new DateTime("2020-01-01", $utc), new DateTime("2035-01-01", $utc));
    $rows = [];
    foreach ($calendar->select("VEVENT") as $event) {
        $rows[] = [
            $event->DTSTART->getDateTime()->format("c"),
            $event->DTEND->getDateTime()->format("c"),
            // Version 2.1 leaves the backslash before a comma or semicolon where it is.
            preg_replace('/\\\\([,;])/', '$1', (string) $event->SUMMARY),
            (string) $event->STATUS === "CANCELLED",
        ];
    }
    echo json_encode($rows), "\n";
}
