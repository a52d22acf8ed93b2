package dev.parley.rag.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.SecureContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads text from files that need a parser, in its bounds against files that unpack to too much. Documents inside are not read. */
final class ParsedText {

    /** A paragraph of a DOCX is in memory before any other bound can see it. */
    private static final long MOST_OF_A_ZIP_ENTRY = 64L << 20;

    private static final int MOST_COMPRESSED = 200;
    private static final int DEEPEST = 200;

    static {
        ZipSecureFile.setMaxEntrySize(MOST_OF_A_ZIP_ENTRY);
        ZipSecureFile.setMinInflateRatio(1.0 / MOST_COMPRESSED);
    }

    private ParsedText() {}

    /** @throws Layout.TooLong beyond so many characters */
    static String of(Path file, FileType type, int mostCharacters) throws IOException, SAXException, TikaException {
        var layout = new Layout(mostCharacters);
        var metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, type.mediaType());
        try (var in = TikaInputStream.get(file)) {
            var bounded = new SecureContentHandler(layout, in);
            bounded.setMaximumCompressionRatio(MOST_COMPRESSED);
            bounded.setMaximumDepth(DEEPEST);
            parser(type).parse(in, bounded, metadata, context());
        }
        demandWhole(metadata);
        return layout.text();
    }

    /** The DOCX reader stops at a bound and says so nowhere else; what it had read by then is not the document. */
    private static void demandWhole(Metadata metadata) throws TikaException {
        for (var warning : metadata.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_WARNING)) {
            var incomplete = new TikaException(warning);
            if (SecureBounds.isBroken(incomplete)) {
                throw incomplete;
            }
        }
    }

    private static Parser parser(FileType type) {
        return switch (type) {
            case PDF -> new PDFParser();
            case DOCX -> new OOXMLParser();
            case HTML -> new JSoupParser();
            case TEXT, MARKDOWN, CSV -> throw new IllegalArgumentException(type + " needs no parser");
        };
    }

    private static ParseContext context() {
        var context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new NothingInside());
        context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE); // all elements: Layout knows which ones are text
        var pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractAcroFormContent(true);
        pdf.setSortByPosition(false);
        context.set(PDFParserConfig.class, pdf);
        var office = new OfficeParserConfig();
        office.setUseSAXDocxExtractor(true);
        office.setExtractMacros(false);
        context.set(OfficeParserConfig.class, office);
        return context;
    }

    /** Leaves documents inside documents alone. */
    private static final class NothingInside implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream in, ContentHandler handler, Metadata metadata, boolean outputHtml) {
            // not read
        }
    }
}
