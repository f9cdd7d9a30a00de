"""A backend in Python: copy this file beside yours.

    import socket_backend as app

    @app.on('greet')
    def greet(name):                      # await application.backend.request('greet', 'Ada')
        return {'text': f'Hello {name}'}

    app.send('started', {'pid': 1})       # addEventListener('started', (event) => event.detail)
    app.run()

A value is what JSON can hold, or bytes. What is printed goes to the terminal.
"""
import json
import sys
import threading
import traceback
from urllib.parse import parse_qsl, quote

_in = sys.stdin.buffer
_out = sys.stdout.buffer
_writing = threading.Lock()
_handlers = {}
_waiting = {}
_calls = 0

sys.stdout = sys.stderr  # print() must not get in the way of messages


def on(event):
    """Marks the function that answers an event."""
    def register(function):
        _handlers[event] = function
        return function
    return register


def send(event, value=None, window=-1):
    """Fires an event in a window; in all of them, if none is named."""
    _write('send', {'event': event, 'index': window}, value)


def call(route, **params):
    """Calls the platform, as a page does; what the backend may call stands in socket.ini.

    Must not be used by a handler, which is run by the thread that reads the answers: start a thread there.
    """
    global _calls
    with _writing:
        _calls += 1
        seq = f'B{_calls}'
        _waiting[seq] = [threading.Event(), None, None]
    _write(route, {**params, 'seq': seq})
    done = _waiting[seq]
    done[0].wait()
    del _waiting[seq]
    if done[2] is not None:
        raise RuntimeError(done[2])
    return done[1]


def run():
    """Takes messages until the app ends."""
    while line := _in.readline():
        command, _, query = line.decode().rstrip('\r\n').partition('?')
        params = dict(parse_qsl(query, keep_blank_values=True))
        body = None
        if 'bytes' in params:
            body = _in.read(int(params['bytes']))
            _in.readline()
        if command == 'ipc://process.write':
            _handle(params, body)
        elif command == 'ipc://resolve' and params.get('seq') in _waiting:
            _resolve(_waiting[params['seq']], params, body)


def _handle(params, body):
    seq = params.get('seq')
    try:
        handler = _handlers[params['event']]
    except KeyError:
        return seq and _write('resolve', {'seq': seq, 'state': 1, 'value': f"Nothing handles '{params['event']}'"})
    try:
        result = handler(body if body is not None else _value(params.get('value', '')))
    except Exception as error:
        traceback.print_exc()
        return seq and _write('resolve', {'seq': seq, 'state': 1, 'value': f'{type(error).__name__}: {error}'})
    if seq:
        _write('resolve', {'seq': seq, 'state': 0}, result)


def _value(text):
    for _ in range(2):  # pages send JSON within JSON
        if isinstance(text, str) and text:
            text = json.loads(text)
    return text


def _resolve(waiting, params, body):
    envelope = json.loads(params['value']) if params.get('value') else {}
    if params.get('state') == '1':
        waiting[2] = envelope.get('err', {}).get('message', 'The call failed')
    else:
        waiting[1] = body if body is not None else envelope.get('data')
    waiting[0].set()


def _write(command, params, value=None):
    body = None
    if isinstance(value, (bytes, bytearray, memoryview)):
        body = value
        params['bytes'] = len(value)
    elif 'value' not in params and command in ('send', 'resolve'):
        params['value'] = json.dumps(value)
    query = '&'.join(f'{quote(name)}={quote(str(text), safe="")}' for name, text in params.items())
    with _writing:
        _out.write(f'ipc://{command}?{query}\n'.encode())
        if body is not None:
            _out.write(body)
            _out.write(b'\n')
        _out.flush()
