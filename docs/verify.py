#!/usr/bin/env python3
"""Verifies Daybook's BALANCE_LEDGER files, CSV or JSON, in any order and offline: see verifying.md. Needs Python 3.8.

    python3 verify.py FILE...     exits 0 when every entry is as recorded, 1 at the first bad row, 2 if unreadable
    python3 verify.py --each      reads one path a line; answers each with [exit code, line, field] as JSON
"""
import csv, hashlib, json, re, sys
from datetime import datetime

ID, INTEGER, HASH = '[A-Za-z0-9_-]{1,64}', '0|-?[1-9][0-9]{0,15}', '[0-9a-f]{64}'
TYPES = ('OPENING_BALANCE|PAYMENT_RECEIVED|REFUND_(INSTANT|ASYNC|EXTERNAL)|DISPUTE_(CREATED|WON|PREVENTED)'
         '|PAYOUT(_RETURNED)?|ADJUSTMENT')
TIME = r'[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z'
GRAMMAR = {
    'store_id': ID, 'sequence': '[1-9][0-9]{0,15}', 'entry_id': ID, 'type': TYPES, 'amount': INTEGER,
    'currency': '[A-Z]{3}', 'running_balance': INTEGER,
    **{f'{thing}_id': f'({ID})?' for thing in ('order', 'payment', 'refund', 'dispute', 'payout', 'adjustment')},
    'created_at': TIME, 'note': '[^\0\ud800-\udfff]*', 'previous_hash': HASH, 'hash': HASH}
COLUMNS, NUMBERS = list(GRAMMAR), ('sequence', 'amount', 'running_balance')
HASHED = ['store_id', 'sequence', 'previous_hash', *COLUMNS[2:15]]
START = {'hash': '0' * 64, 'running_balance': '0'}
MAX_INTEGER, ROW_BYTES = 9007199254740991, 1 << 20

class Bad(Exception): pass  # (path, line, sequence, field, expected, found)
class Unreadable(Exception): pass

def checked(path, columns):
    if columns[:17] == COLUMNS and len(set(columns)) == len(columns): return columns
    raise Unreadable(f'{path} is no BALANCE_LEDGER file: its columns are others')

def csv_table(path, file):
    line, header = 1, None
    try:
        for cells in csv.reader(file, strict=True):
            if header is None: header = checked(path, cells)
            elif len(cells) != len(header): raise csv.Error(f'{len(cells)} cells')
            else: yield line, header, cells
            line += 1 + sum(cell.count('\n') for cell in cells)
    except csv.Error as error: raise Bad(path, line, None, 'row', 'one cell for each column', error)
    if line == 2: yield 1, header, None

def json_table(path, file):
    line, text, keys, more, closed = 0, '', None, True, False
    for line, text in enumerate(file, 1):
        row = text.strip(' \t\r\n')
        if line == 1 and row in ('[', '[]') or closed and not row: closed = closed or row == '[]'
        elif line > 1 and row == ']' and not closed and (keys is None or not more): closed = True
        else:
            try:
                if line == 1 or closed or not more or row[:1] != '{': raise ValueError('no row in its place')
                more = row.endswith(',')
                # Numbers stay as they are written: a tuple of their text.
                pairs = json.loads(row[:-1] if more else row, object_pairs_hook=list, parse_int=lambda text: (text,))
                if keys not in (None, [key for key, _ in pairs]): raise ValueError('other keys than the first row')
            except (ValueError, RecursionError) as error: raise Bad(path, line, None, 'row', 'a JSON object', error)
            keys = keys or checked(path, [key for key, _ in pairs])
            yield line, keys, [as_cell(*pair) for pair in pairs]
    if not closed: raise Bad(path, line + text.endswith('\n'), None, 'row', 'a closing bracket', 'the end of the file')

def as_cell(column, value):
    """The value as CSV has it; one of the wrong kind, as a text that no field allows."""
    if column in NUMBERS: return value[0] if isinstance(value, tuple) else f'\0{value}'
    if value is None and column in COLUMNS[7:13]: return ''
    return value if isinstance(value, str) and (value or column == 'note') else f'\0{value}'

def rows(path):
    """(line, {column: text}) of each row of a file."""
    with open(path, 'rb') as file: start = file.read(4)
    start = start[3:] if start[:3] == b'\xef\xbb\xbf' else start
    if start[:1] in (b'', b'{'): raise Unreadable(f'{path} is no BALANCE_LEDGER file')
    is_json = start[:1] == b'['
    newline = '\n' if is_json else ''
    with open(path, encoding='utf-8-sig', errors='surrogateescape', newline=newline) as file:
        for line, header, cells in (json_table if is_json else csv_table)(path, file):
            if cells and len('\n'.join(cells).encode(errors='surrogatepass')) >= ROW_BYTES:
                raise Bad(path, line, None, 'row', f'at most {ROW_BYTES} bytes', 'more')
            if cells: yield line, dict(zip(header, cells))

def first_sequence(path):
    try: return float(next(((row['sequence'].strip('\0') or 0) for _, row in rows(path)), 'inf'))
    except (Bad, ValueError): return float('inf')

def fault(row, before):
    """(field, expected) of the first thing that is wrong with a row after the one before it, or None."""
    for field, grammar in GRAMMAR.items():
        if not re.fullmatch(grammar, row[field]): return field, grammar
        if field in NUMBERS and abs(int(row[field])) > MAX_INTEGER: return field, f'at most {MAX_INTEGER}'
    try: datetime.fromisoformat(row['created_at'][:-1])
    except ValueError: return 'created_at', 'a day that exists'
    ours = '\n'.join(['daybook.ledger.v1', *(row[field] for field in HASHED)])
    expected = {'hash': hashlib.sha256(ours.encode()).hexdigest()}
    if before:
        follows = {'store_id': before['store_id'], 'sequence': str(int(before['sequence']) + 1), 'currency': before['currency']}
        expected = {**follows, **expected}
    last = before or (START if row['sequence'] == '1' else None)
    if last:
        expected['previous_hash'] = last['hash']
        expected['running_balance'] = str(int(last['running_balance']) + int(row['amount']))
    if before: expected['created_at'] = max(row['created_at'], before['created_at'])
    return next((pair for pair in expected.items() if row[pair[0]] != pair[1]), None)

def verify(paths):
    before, count = None, 0
    for path in sorted(paths, key=first_sequence):
        for line, row in rows(path):
            found = fault(row, before)
            if found: raise Bad(path, line, row['sequence'], *found, row[found[0]])
            before, count = row, count + 1
    return count, before

def answer(paths):
    """Exit code, what to print, line, field."""
    try: count, last = verify(paths)
    except Bad as bad:
        path, line, sequence, field, expected, found = bad.args
        at = f'line {line}' + (f', sequence {sequence}' if sequence else '')
        return 1, f'{path}: {at}: {field}: expected {expected}, found {str(found)!r}', line, field
    except (OSError, Unreadable) as error: return 2, str(error), None, None
    end = f', up to sequence {last["sequence"]}, balance {last["running_balance"]}, hash {last["hash"]}' if last else ''
    return 0, f'OK {count} entries{end}', None, None

if __name__ == '__main__':
    csv.field_size_limit(ROW_BYTES)
    if sys.argv[1:] == ['--each']:
        for path in sys.stdin.read().splitlines():
            code, _, line, field = answer([path])
            print(json.dumps([code, line, field]))
    elif not sys.argv[1:] or sys.argv[1][:1] == '-': sys.exit(print(__doc__) or 2)
    else:
        code, text, _, _ = answer(sys.argv[1:])
        print(text)
        sys.exit(code)
