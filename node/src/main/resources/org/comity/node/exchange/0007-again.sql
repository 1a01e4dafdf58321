-- 1 while a message that was receipted once is offered again, because the peer says that it lost it. The first receipt stays.
ALTER TABLE exchange_outbox ADD COLUMN again INTEGER;

-- From which statement on the peer says that it lost them; null where it does not. next stays: what was receipted stays receipted.
ALTER TABLE exchange_public_cursor ADD COLUMN again INTEGER;
