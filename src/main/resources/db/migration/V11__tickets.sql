-- What stands for a caller once, for half a minute; known by its hash. Moments are epoch milliseconds.
create table tickets (
    hash        varchar(64)   not null primary key,
    caller      varchar(1024) not null,
    team        varchar(64),
    expires_at  bigint        not null
);

create index tickets_expiry on tickets (expires_at);
