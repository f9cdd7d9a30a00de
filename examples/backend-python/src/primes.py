"""Draws Ulam's spiral: numbers from 1 in the middle outwards, a dot for each prime."""
import socket_backend as app


@app.on('spiral')
def spiral(size):
    size = int(size)
    if not 1 <= size <= 1001:
        raise ValueError('the size must be from 1 to 1001')
    prime = sieve(size * size)
    picture = bytearray(size * size)
    x, y, dx, dy, run = (size - 1) // 2, size // 2, 1, 0, 1
    number = 1
    while number <= size * size:
        for _ in range(2):
            for _ in range(run):
                if 0 <= x < size and 0 <= y < size and number <= size * size:
                    picture[y * size + x] = prime[number]
                    number += 1
                x, y = x + dx, y + dy
            dx, dy = dy, -dx
        run += 1
        if run % 50 == 0:
            app.send('progress', number / (size * size))
    app.send('progress', 1)
    return bytes(picture)


def sieve(limit):
    prime = bytearray([1]) * (limit + 1)
    prime[0:2] = b'\0\0'
    for n in range(2, int(limit ** 0.5) + 1):
        if prime[n]:
            prime[n * n::n] = bytes(len(range(n * n, limit + 1, n)))
    return prime


app.run()
