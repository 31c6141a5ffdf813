"""What a question asks for, and questions about the articles themselves."""
