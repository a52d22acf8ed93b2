-- The number of the last change of a document. Counting it up is the last thing that a change does before it commits, so changes
-- become visible in the order of their numbers.
create table rag_changes (
  id   bigint primary key,
  last bigint not null
);
insert into rag_changes (id, last) values (1, 0);

-- Documents. What is searched is the served version; an upload on its way stands in rag_uploads.
create table rag_documents (
  owner        varchar(300) not null,
  id           varchar(128) not null,
  collection   varchar(64)  not null,
  title        varchar(500),
  source       varchar(2000),
  metadata     text,
  content_type varchar(200),
  status       varchar(16)  not null,
  error_code   varchar(64),
  error_detail varchar(1000),
  done         bigint       not null,
  total        bigint       not null,
  version      varchar(64),
  hash         varchar(64),
  recipe       varchar(600),
  model        varchar(300),
  characters   bigint       not null,
  passages     bigint       not null,
  changed      bigint       not null,
  created_at   bigint       not null,
  updated_at   bigint       not null,
  primary key (owner, id)
);
create index rag_documents_changed on rag_documents (changed);
create index rag_documents_hash on rag_documents (owner, hash);

-- Versions that are to be made: from an uploaded file, or from the passages of another version
create table rag_uploads (
  version      varchar(64)  primary key,
  owner        varchar(300) not null,
  document     varchar(128) not null,
  collection   varchar(64)  not null,
  title        varchar(500),
  source       varchar(2000),
  metadata     text,
  content_type varchar(200) not null,
  file_name    varchar(500),
  hash         varchar(64)  not null,
  bytes        bigint       not null,
  again        varchar(64),
  caller       varchar(200) not null,
  team         varchar(200),
  instance     varchar(64),
  attempts     bigint       not null,
  not_before   bigint       not null,
  created_at   bigint       not null
);
create index rag_uploads_document on rag_uploads (owner, document);
create index rag_uploads_due on rag_uploads (not_before, created_at);

create table rag_upload_chunks (
  version varchar(64) not null,
  number  bigint      not null,
  bytes   bytea       not null,
  primary key (version, number)
);

create table rag_passages (
  version varchar(64) not null,
  number  bigint      not null,
  begins  bigint      not null,
  ends    bigint      not null,
  heading text,
  text    text        not null,
  vector  bytea,
  primary key (version, number)
);
