"""Timetables where riders who find their bus full take another one: count, bound and search.

**The semantics** (`semantics = "carry-over"`), exactly. Riders of one direction, departures in
order of time. W and E are `max_wait_minutes` and `max_early_minutes`.

1. A `depart_after` rider with wish w is at the stop from minute w on. She tries each departure
   t with w <= t <= w + W, in order, until one has a seat for her. At each departure those who try
   it board by wished minute, then by the file's order, while there are seats.
2. An `arrive_by` rider with wish w chooses beforehand. She looks at the departures that arrive
   at or before w, the latest departure first, and takes the first that has a seat; she gives up
   at the first that arrives before w - E. They choose one after the other by wished minute, then
   by the file's order, from the seats that all `depart_after` riders leave free.
3. Who got a seat is served. Minutes of waiting and of being early are those of the last departure
   that she tried, whether she got its seat or not; who had none to try has no minutes. Who got no
   seat is left behind.

With seats for everyone this is the seat guarantee, rider by rider.

**The bound.** The headway-arc model of `solver.timetable` without the price of riders above the
seats, and on each arc b from departure t1 to t2 (arrivals a1, a2) with bus type k of the later
one two more flows: c[b,k], riders carried from t1 to t2, and o[b,k], riders among those who come
to t2 over b who do not board there. u[n] are riders who give up at departure n. y is the arc, x the
trip, A(i, j) counts wishes from minute i to j.

- o[b,k] >= (riders who come fresh over b) y[b,k] + c[b,k] - seats[k] y[b,k];
- over arcs into n the sum of o = over arcs out of n the sum of c, plus u[n];
- c[b,k] <= A(t2 - W, t1) y[b,k]; u[n] <= the sum over arcs out of n of A(t1 - W, t2 - W - 1) y[b];
- a carried rider costs t2 - t1 minutes of waiting, one who gives up costs `unserved`.

The same once more backwards for `arrive_by` riders: carried from t2 to t1, a rider costs a2 - a1
minutes more of being early; of wishes from a2 to a1 + E there are A(a2, a1 + E). At each departure
and type, riders of both kinds who board are at most the seats. Where riders mind full buses, those
of them above the comfortable share cost its price.

*Why no answer costs less.* Take any timetable with blocks, count its riders by 1 to 3, and let c
be the riders who try t1 and t2, o those who try a departure and do not board, u those whose last
try failed. (i) The path uses one arc into each departure, so that there o >= fresh + carried -
seats, as at most all seats are taken; on arcs off the path all is zero. (ii) Who does not board
either tries the next departure or has given up: the sums agree. (iii) Who tries both t1 and t2
wishes for a minute from t2 - W to t1; who gives up at t1 could try t1 but not t2. Likewise
backwards, where the departure before one that arrives by w arrives by w as well, since no wish
lies between arrivals that overtake (rule `no-overtaking`). (iv) The seats hold whoever boards.
(v) Money is the same: the minutes of the first try are priced on the arc as under the seat
guarantee, each further try adds t2 - t1 (a2 - a1), and whoever is left behind either gave up (u)
or never had a departure (the arc's riders beyond tolerance). So every answer is a point of the
model at its own cost, and what bounds the model bounds all answers. The model may be cheaper than
the count, for it may give a seat to whom it likes.

**The search.** Timetables found under the seat guarantee are counted and told as answers first.
Then the model's solutions are judged by the count. Where the count of one direction's
trips costs D more than the model says, a column z with cost D and the row z >= 1 - (trips of those
left out) - (trips of the direction added) make the model right for exactly these trips and leave
all others as they are. With such rows for all solutions met, the model's bound rises until it meets
the best count, or until work or time are over.
"""
