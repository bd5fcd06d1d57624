"""How web servers are told to show the static site as the service would."""

from collections.abc import Iterable, Mapping

_TYPES = {
    "text/html": "html",
    "text/calendar": "ics",
    "text/css": "css",
    "text/javascript": "js",
    "text/plain": "txt",
    "application/json": "json",
    "application/zip": "zip",
    "application/x-protobuf": "pb",
    "image/svg+xml": "svg",
}
_KEPT = (
    "cache-control",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "x-robots-tag",
)
_NGINX = """\
# Feeds, answers and pages as files, compressed beforehand. In a server block of nginx:
#
#     root FOLDER/current/public;
#     include FOLDER/current/nginx.conf;
#
# where FOLDER is what `shuttle export site --out FOLDER` was given. Reload nginx when feeds were
# renamed or have ended; it shows everything else at once.
gzip_static on;
gzip_vary on;
index index.html;
charset utf-8;
charset_types text/calendar text/css text/javascript text/plain application/json;
types {{
{types}
}}
location = /_redirects {{ return 404; }}
location = /_headers {{ return 404; }}
{places}"""


def redirects(moved: Mapping[str, str]) -> str:
    """Feeds that lead on, in the `_redirects` of Netlify, Cloudflare Pages and others."""
    return "".join(f"/{path} /{to} 308\n" for path, to in sorted(moved.items()))


def header_rules(headers: Mapping[str, Mapping[str, str]]) -> str:
    """The service's headers in the `_headers` of Netlify, Cloudflare Pages and others.

    No path is met by two rules, for such hosts join the values of all that meet it.

    Args:
        headers: by file, those of the service's answer.
    """
    places = {_pattern(path): _kept(answered) for path, answered in reversed(list(headers.items()))}
    return "".join(_rule(place, own) for place, own in sorted(places.items()))


def nginx(
    headers: Mapping[str, Mapping[str, str]], moved: Mapping[str, str], ended: Iterable[str]
) -> str:
    """A part of nginx's configuration: types, compressed twins, headers, feeds that lead on.

    Args:
        headers: by file, those of the service's answer; files of one folder share the first's.
        moved: feeds that lead on, and to which path.
        ended: feeds that are gone.
    """
    usual = _kept(headers.get("index.html", {}))
    by_place = {"/": usual}
    for path, answered in headers.items():
        folder, slash, _ = path.partition("/")
        by_place.setdefault(f"/{folder}/" if slash else f"= /{path}", _kept(answered))
    places = [_place(at, own) for at, own in by_place.items() if at == "/" or own != usual]
    places += [
        f"location = /{path} {{ return 308 /{to}$is_args$args; }}\n"
        for path, to in sorted(moved.items())
    ]
    places += [f"location = /{path} {{ return 410; }}\n" for path in sorted(ended)]
    types = "\n".join(f"    {name} {ending};" for name, ending in _TYPES.items())
    return _NGINX.format(types=types, places="".join(places))


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _KEPT if name in headers}


def _pattern(path: str) -> str:
    """The folder at the top in which a file lies, or the file itself."""
    folder, slash, _ = path.partition("/")
    return f"/{folder}/*" if slash else f"/{path.removesuffix('index.html')}"


def _rule(pattern: str, headers: Mapping[str, str]) -> str:
    return "\n".join([pattern, *(f"  {name}: {value}" for name, value in headers.items())]) + "\n"


def _place(place: str, headers: Mapping[str, str]) -> str:
    lines = [f'    add_header {name} "{value}";\n' for name, value in headers.items()]
    return f"location {place} {{\n{''.join(lines)}}}\n"
