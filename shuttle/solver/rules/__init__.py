"""How each hard rule of the catalogue shapes slots, arcs, rows or duties.

One module a rule, or two rules that are the two ends of one thing. Rules do not
know each other. `SOLVER_SIDE` says where each rule of the catalogue is kept.
"""

SOLVER_SIDE: dict[str, str] = {
    "departure-grid": "shuttle.solver.rules.departure_grid",
    "clock-face": "shuttle.solver.rules.clock_face",
    "running-time": "shuttle.solver.rules.running_time",
    "port-permitted": "shuttle.solver.rules.port_permitted",
    "port-hours": "shuttle.solver.rules.port_hours",
    "approach-road": "shuttle.solver.rules.approach_road",
    "min-headway": "shuttle.solver.rules.headway",
    "max-headway": "shuttle.solver.rules.headway",
    "first-departure": "shuttle.solver.rules.span",
    "last-departure": "shuttle.solver.rules.span",
    "no-overtaking": "shuttle.solver.rules.no_overtaking",
    "port-quota": "shuttle.solver.rules.port_quota",
    "fleet-size": "shuttle.solver.timetable.vehicles",
    "block-continuity": "shuttle.solver.timetable.vehicles",
    "layover": "shuttle.solver.timetable.vehicles",
    "depot-balance": "shuttle.solver.timetable.vehicles",
    "depot-capacity": "shuttle.solver.timetable.vehicles",
    "battery": "shuttle.solver.rules.battery",
    "port-permits": "shuttle.solver.rules.port_permits",
    "deadhead-permitted": "shuttle.solver.timetable.vehicles",
    "duty-cover": "shuttle.solver.duties.master",
    "duty-continuity": "shuttle.solver.rules.duty_continuity",
    "duty-hand-over": "shuttle.solver.rules.duty_hand_over",
    "duty-length": "shuttle.solver.rules.duty_length",
    "duty-min-length": "shuttle.solver.rules.duty_min_length",
    "duty-gap": "shuttle.solver.rules.duty_gap",
    "duty-driving": "shuttle.solver.rules.duty_driving",
    "duty-continuous-driving": "shuttle.solver.rules.duty_continuous_driving",
    "duty-rest": "shuttle.solver.rules.duty_rest",
    "driver-count": "shuttle.solver.rules.driver_count",
    "port-dwell": "shuttle.solver.rules.port_dwell",
    "seat-capacity": "shuttle.solver.timetable.loads",
    "passenger-count": "shuttle.solver.timetable.loads",
    "repair-history": "shuttle.solver.repair.day",
}
