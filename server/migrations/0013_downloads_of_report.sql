-- The page of a report asks who took its files: without this, by reading all that the store downloaded in a month.

create index downloads_of_report on daybook.downloads (store_id, report_id, at, id);
