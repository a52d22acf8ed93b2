-- Batches: what was asked for, in chunks of lines that servers claim one at a time, and a result for each item that was answered.
-- Moments are epoch milliseconds, money is micro-dollars, null is none.
create table batches (
    id           varchar(64)   not null primary key,
    owner        varchar(1024) not null,
    caller_id    varchar(255)  not null,
    team         varchar(255),
    request_id   varchar(255)  not null,
    traceparent  varchar(1024),
    endpoint     varchar(64)   not null,
    model        varchar(256),
    input_file   varchar(64),
    metadata     text,
    max_cost     bigint,
    state        varchar(16)   not null,
    reason       text,
    total        bigint        not null,
    succeeded    bigint        not null,
    failed       bigint        not null,
    cost         bigint        not null,
    created_at   bigint        not null,
    started_at   bigint,
    ended_at     bigint,
    expires_at   bigint        not null
);

create index batches_owner on batches (owner, created_at);
create index batches_expiry on batches (expires_at);

-- holder is the instance that is at the chunk; takes counts how often it was claimed, recorded how many of its items have results.
create table batch_chunks (
    batch_id     varchar(64)   not null,
    chunk_no     bigint        not null,
    first_item   bigint        not null,
    item_count   bigint        not null,
    recorded     bigint        not null,
    takes        bigint        not null,
    holder       varchar(64),
    body         text          not null,
    primary key (batch_id, chunk_no)
);

create table batch_results (
    batch_id     varchar(64)   not null,
    item_no      bigint        not null,
    failed       boolean       not null,
    line         text          not null,
    primary key (batch_id, item_no)
);

-- Files of /v1/files, in pieces of lines.
create table files (
    id           varchar(64)   not null primary key,
    owner        varchar(1024) not null,
    name         varchar(1024) not null,
    purpose      varchar(64)   not null,
    bytes        bigint        not null,
    whole        boolean       not null,
    created_at   bigint        not null,
    expires_at   bigint        not null
);

create index files_owner on files (owner, created_at);
create index files_expiry on files (expires_at);

create table file_pieces (
    file_id      varchar(64)   not null,
    piece_no     bigint        not null,
    content      bytea         not null,
    primary key (file_id, piece_no)
);
