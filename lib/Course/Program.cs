Console.WriteLine("Descent");
