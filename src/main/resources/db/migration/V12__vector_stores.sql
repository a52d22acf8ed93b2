-- Files for retrieval are kept until somebody removes them; null is for ever.
alter table files alter column expires_at drop not null;

-- What the file of a document had, and how it was cut; null is as the server cuts.
alter table rag_uploads add column passage_tokens bigint;
alter table rag_uploads add column passage_overlap bigint;
alter table rag_documents add column bytes bigint default 0 not null;
alter table rag_documents add column passage_tokens bigint;
alter table rag_documents add column passage_overlap bigint;
create index rag_documents_collection on rag_documents (owner, collection, created_at);

-- Vector stores of /v1/vector_stores. Their files are the documents of the collection that is named by their id. Moments are epoch
-- milliseconds, null is none; expires_at moves with every use of a store that has expires_days.
create table vector_stores (
    id           varchar(64)   not null primary key,
    owner        varchar(300)  not null,
    name         varchar(256)  not null,
    description  varchar(512),
    metadata     text          not null,
    expires_days bigint,
    created_at   bigint        not null,
    active_at    bigint        not null,
    expires_at   bigint,
    deleted_at   bigint
);

create index vector_stores_owner on vector_stores (owner, created_at);
create index vector_stores_expiry on vector_stores (expires_at);
create index vector_stores_deleted on vector_stores (deleted_at);

-- Files that were attached together: their ids, with spaces between.
create table vector_store_batches (
    id           varchar(64)   not null primary key,
    store_id     varchar(64)   not null,
    files        text          not null,
    cancelled    boolean       not null,
    created_at   bigint        not null
);

create index vector_store_batches_store on vector_store_batches (store_id);
