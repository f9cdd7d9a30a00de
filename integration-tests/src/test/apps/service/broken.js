throw new RangeError('it cannot start')
